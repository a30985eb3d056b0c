// Turns a VendorRequest into bytes. Pure, and shared by every sender (the bus's guarded one, the plain one of
// tests and sandboxes), so that a vendor sees the same request whoever sends it.
import { ConnectorError } from '../errors.ts';
import type { VendorRequest } from '../http-port.ts';

export interface EncodedVendorRequest {
  url: string;
  method: VendorRequest['method'];
  /** lower-cased names; `content-length` is left to the transport */
  headers: Record<string, string>;
  body: Uint8Array | undefined;
}

const utf8 = new TextEncoder();

/** @throws ConnectorError `invalid-input` for two bodies, a header with a line break or a multipart name that would break out */
export function encodeVendorRequest(request: VendorRequest): EncodedVendorRequest {
  const bodies = [request.json, request.form, request.multipart].filter((body) => body !== undefined);
  if (bodies.length > 1) throw new ConnectorError('invalid-input', 'A vendor request has more than one body.');
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
    if (/[\u0000-\u001f\u007f]/.test(name + value)) {
      throw new ConnectorError('invalid-input', `The header "${name.slice(0, 40)}" contains a control character.`);
    }
    headers[name.toLowerCase()] = value;
  }
  const body = encodeBody(request, headers);
  return { url: request.url, method: request.method, headers, body };
}

function encodeBody(request: VendorRequest, headers: Record<string, string>): Uint8Array | undefined {
  if (request.json !== undefined) {
    headers['content-type'] ??= 'application/json';
    return utf8.encode(JSON.stringify(request.json));
  }
  if (request.form) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    return utf8.encode(new URLSearchParams(request.form).toString());
  }
  if (request.multipart) {
    const boundary = freeBoundary(request.multipart.map((part) => part.content));
    headers['content-type'] = `multipart/form-data; boundary=${boundary}`;
    return utf8.encode(`${request.multipart.map((part) => encodePart(part, boundary)).join('')}--${boundary}--\r\n`);
  }
  return undefined;
}

function encodePart(part: NonNullable<VendorRequest['multipart']>[number], boundary: string): string {
  const filename = part.filename === undefined ? '' : `; filename="${partToken(part.filename)}"`;
  return (
    `--${boundary}\r\ncontent-disposition: form-data; name="${partToken(part.name)}"${filename}\r\n` +
    `content-type: ${partToken(part.contentType)}\r\n\r\n${part.content}\r\n`
  );
}

function partToken(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/["\\\u0000-\u001f\u007f]/.test(value)) {
    throw new ConnectorError('invalid-input', 'A multipart name, file name or type contains a quote or a line break.');
  }
  return value;
}

/** The same parts always give the same boundary, and it never occurs inside them. */
function freeBoundary(contents: string[]): string {
  for (let attempt = 0; ; attempt++) {
    const boundary = `mspclaw-part-${attempt}-7f1c0e5a9d`;
    if (!contents.some((content) => content.includes(boundary))) return boundary;
  }
}
