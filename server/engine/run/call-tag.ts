// "mspclaw:<run>:<path>:<attempt>": carried by a mutation so that it can be found again. Vendors keep 100 characters.
import { sha256Hex } from '../plan/canonical-json.ts';
import { limits } from './limits.ts';

export const callTag = (runId: string, path: string, attempt: number): string => {
  const tag = `mspclaw:${runId}:${path}:${attempt}`;
  return tag.length <= limits.tagLength ? tag : `mspclaw:${runId}:${sha256Hex(path).slice(0, 16)}:${attempt}`;
};
