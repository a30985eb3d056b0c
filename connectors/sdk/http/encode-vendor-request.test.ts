import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../errors.ts';
import type { VendorRequest } from '../http-port.ts';
import { encodeVendorRequest } from './encode-vendor-request.ts';

const base: VendorRequest = { method: 'POST', url: 'https://vendor.example/x', mutates: true };
const textOf = (request: VendorRequest) => new TextDecoder().decode(encodeVendorRequest(request).body);

describe('encodeVendorRequest', () => {
  it("writes JSON, keeps the vendor's own content type, lower-cases header names", () => {
    const encoded = encodeVendorRequest({ ...base, json: { a: 'ü' }, headers: { Accept: 'application/vnd.x+json' } });
    expect(new TextDecoder().decode(encoded.body)).toBe('{"a":"ü"}');
    expect(encoded.headers).toEqual({ accept: 'application/vnd.x+json', 'content-type': 'application/json' });
    const patch = encodeVendorRequest({
      ...base,
      json: [],
      headers: { 'Content-Type': 'application/json-patch+json' },
    });
    expect(patch.headers['content-type']).toBe('application/json-patch+json');
  });
  it('writes forms with every character escaped', () => {
    expect(textOf({ ...base, form: { a: '1&b=2', s: 'x y+z' } })).toBe('a=1%26b%3D2&s=x+y%2Bz');
  });
  it('writes multipart that a standard parser reads back, each part with its type', async () => {
    const multipart = [
      { name: 'comment', contentType: 'application/json', content: '{"public":false}' },
      { name: 'files', contentType: 'text/plain', content: 'line\r\nline', filename: 'a.txt' },
    ];
    const { headers, body } = encodeVendorRequest({ ...base, multipart });
    expect(new TextDecoder().decode(body)).toContain('content-type: application/json\r\n\r\n{"public":false}');
    const form = await new Response(Buffer.from(body ?? []), { headers }).formData();
    expect(form.get('comment')).toBe('{"public":false}');
    const file = form.get('files');
    expect(file instanceof File && (await file.text())).toBe('line\r\nline');
  });
  it('chooses a boundary that is not in the content', () => {
    const first = encodeVendorRequest({ ...base, multipart: [{ name: 'a', contentType: 'text/plain', content: '' }] });
    const boundary = first.headers['content-type']?.split('boundary=')[1] ?? '';
    const second = encodeVendorRequest({
      ...base,
      multipart: [{ name: 'a', contentType: 'text/plain', content: `--${boundary}--` }],
    });
    expect(second.headers['content-type']).not.toContain(boundary);
  });
  it.each([
    ['two bodies', { ...base, json: {}, form: {} }],
    ['a line break in a header', { ...base, headers: { x: 'a\r\nevil: 1' } }],
    ['a line break in a header name', { ...base, headers: { 'x\nevil': '1' } }],
    [
      'a quote in a part name',
      { ...base, multipart: [{ name: 'a"; filename="b', contentType: 'text/plain', content: '' }] },
    ],
    [
      'a line break in a part type',
      { ...base, multipart: [{ name: 'a', contentType: 'text/plain\r\nx: y', content: '' }] },
    ],
  ])('refuses %s', (_what, request) => {
    expect(() => encodeVendorRequest(request)).toThrow(ConnectorError);
  });
});
