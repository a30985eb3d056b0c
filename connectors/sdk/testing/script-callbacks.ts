// The road back of scripts, for tests: a real HTTP server with one-time addresses, as MSPclaw's own door keeps them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { ScriptCallbacks } from '../connector.ts';
import type { ScriptResult } from '../nouns.ts';

const postedShape = z.object({ exitCode: z.number().int(), output: z.string() });

export async function startScriptCallbacks(): Promise<ScriptCallbacks & { close(): Promise<void> }> {
  const results = new Map<string, ScriptResult>();
  const tags = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const tag = tags.get(request.url ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const posted = postedShape.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null'));
    if (tag === undefined || results.has(tag) || !posted.success) return void response.writeHead(404).end();
    const { exitCode, output } = posted.data;
    const finishedAt = new Date().toISOString();
    results.set(tag, {
      outcome: exitCode === 0 ? 'success' : 'failure',
      exitCode,
      output,
      startedAt: null,
      finishedAt,
    });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    async open(tag) {
      const known = [...tags].find(([, of]) => of === tag)?.[0];
      const path = known ?? `/script-results/${tags.size + 1}-0f1e2d3c4b5a69788796a5b4c3d2e1f0`;
      tags.set(path, tag);
      return { url: `${origin}${path}` };
    },
    read: async (tag) => results.get(tag) ?? null,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
