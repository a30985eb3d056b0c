// A node request as a SandboxRequest; bounded, because a sandbox is also asked by broken code.
import type { IncomingMessage } from 'node:http';
import type { SandboxRequest } from './sandbox-dialect.ts';

const maxBodyBytes = 10_000_000;

export async function readRequest(message: IncomingMessage): Promise<SandboxRequest> {
  const origin = `http://${message.headers.host ?? '127.0.0.1'}`;
  const url = new URL(message.url ?? '/', origin);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error('The request is too large for the sandbox.');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const text = () => bytes.toString('utf8');
  return {
    method: message.method ?? 'GET',
    path: decode(url.pathname),
    params: {},
    query: url.searchParams,
    rawQuery: url.search,
    headers,
    origin,
    bytes,
    text,
    json: () => {
      try {
        return JSON.parse(text()) as unknown;
      } catch {
        return undefined;
      }
    },
    form: () => new URLSearchParams(text()),
    multipart: async () => parseMultipart(bytes, headers['content-type'] ?? ''),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** By hand, because FormData hides the content type of a part that is not a file. */
export function parseMultipart(bytes: Buffer, contentType: string) {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) return undefined;
  return bytes
    .toString('utf8')
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const split = part.indexOf('\r\n\r\n');
      const head = part.slice(0, split);
      return {
        name: /name="([^"]*)"/i.exec(head)?.[1] ?? '',
        filename: /filename="([^"]*)"/i.exec(head)?.[1] ?? null,
        contentType: /content-type:\s*([^\r\n]+)/i.exec(head)?.[1]?.trim() ?? 'text/plain',
        content: part.slice(split + 4).replace(/\r\n$/, ''),
      };
    });
}
