// A real HTTP server that speaks the chat-completions dialect and answers from a script: stands where a model
// vendor stands. A turn is the tool calls the "model" makes, or text.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Turn = { calls: { name: string; input: unknown }[] } | { text: string } | { status: number };

export interface ModelServer {
  url: string;
  requests: { messages: { role: string; content: unknown }[]; tools?: { function: { name: string } }[] }[];
  close(): Promise<void>;
}

export async function startModelServer(
  script: (requestNumber: number, body: ModelServer['requests'][number]) => Turn,
): Promise<ModelServer> {
  const requests: ModelServer['requests'] = [];
  const server = createServer(async (message, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as ModelServer['requests'][number];
    requests.push(body);
    const turn = script(requests.length, body);
    if ('status' in turn) {
      response.writeHead(turn.status, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ error: { message: 'refused' } }));
    }
    const calls = 'calls' in turn ? turn.calls : [];
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        id: `c${requests.length}`,
        object: 'chat.completion',
        created: 0,
        model: 'scripted',
        usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
        choices: [
          {
            index: 0,
            finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
            message: {
              role: 'assistant',
              content: 'text' in turn ? turn.text : null,
              ...(calls.length > 0 && {
                tool_calls: calls.map(({ name, input }, n) => ({
                  id: `call_${requests.length}_${n}`,
                  type: 'function',
                  function: { name, arguments: JSON.stringify(input) },
                })),
              }),
            },
          },
        ],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
