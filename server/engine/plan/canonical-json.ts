// One text per value, whatever the order of keys: what hashes are made over.
import { createHash } from 'node:crypto';

export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).sort();
    const parts = keys
      .filter((key) => Reflect.get(value, key) !== undefined)
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(Reflect.get(value, key))}`);
    return `{${parts.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
};

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
export const hashJson = (value: unknown): string => sha256Hex(canonicalJson(value));
