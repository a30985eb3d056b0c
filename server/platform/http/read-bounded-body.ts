// The body of a fetch-style request, never more than so much of it, and not for longer than so long.
export async function readBoundedBody(
  request: Request,
  bounds: { maxBytes: number; timeoutMs: number },
): Promise<Uint8Array | 'too-large' | 'incomplete'> {
  if (Number(request.headers.get('content-length')) > bounds.maxBytes) return 'too-large';
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void reader.cancel();
  }, bounds.timeoutMs);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      if (size > bounds.maxBytes) {
        await reader.cancel();
        return 'too-large';
      }
      chunks.push(part.value);
    }
    return isLate ? 'incomplete' : Buffer.concat(chunks);
  } catch {
    return 'incomplete';
  } finally {
    clearTimeout(timer);
  }
}
