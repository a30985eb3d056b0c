// Sends at a fixed rate whatever the answers do, as vendors do: a slow receiver gets no fewer hooks. What was not
// answered 2xx is sent again until it is; a few are sent twice at once.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders, type TestConnection } from '../testing/ingest-fixture.ts';

export interface SentHook {
  id: string;
  connection: TestConnection;
  /** each 202, with the time from sending to it */
  acceptedAfterMs: number[];
}

export interface SenderCounts {
  requests: number;
  accepted: number;
  duplicates: number;
  refused503: number;
  unanswered: number;
  /** not sent, because so many were open already: the machine is too slow for the rate */
  heldBack: number;
  otherStatuses: Record<number, number>;
}

const maxOpen = 3_000;

export class OpenLoopSender {
  readonly hooks: SentHook[] = [];
  readonly counts: SenderCounts = {
    requests: 0,
    accepted: 0,
    duplicates: 0,
    refused503: 0,
    unanswered: 0,
    heldBack: 0,
    otherStatuses: {},
  };
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 200 });
  private readonly open = new Set<Promise<void>>();
  private isStopped = false;
  private readonly options: { port: number; connections: TestConnection[]; perSecond: number; random: () => number };

  constructor(options: OpenLoopSender['options']) {
    this.options = options;
  }

  async run(): Promise<void> {
    const start = performance.now();
    let sent = 0;
    while (!this.isStopped) {
      const due = Math.floor(((performance.now() - start) / 1_000) * this.options.perSecond);
      for (; sent < due; sent++) {
        if (this.open.size < maxOpen) this.send(sent);
        else this.counts.heldBack++;
      }
      await sleep(2);
    }
  }

  stopSending(): void {
    this.isStopped = true;
  }

  /** Every hook has had its 202. */
  async settled(): Promise<void> {
    while (this.open.size > 0) await Promise.all(this.open);
    this.agent.destroy();
  }

  private send(index: number): void {
    const { connections, random } = this.options;
    const connection = connections[Math.floor(random() * connections.length)];
    if (!connection) throw new Error('no connections');
    const hook: SentHook = { id: `h${index}`, connection, acceptedAfterMs: [] };
    this.hooks.push(hook);
    const filler = 'x'.repeat(Math.floor(random() * 1_500));
    const body = JSON.stringify({ deliveryId: hook.id, hints: [], filler });
    const times = random() < 0.03 ? 2 : 1;
    for (let time = 0; time < times; time++) this.track(this.sendUntilAccepted(hook, body));
  }

  private track(work: Promise<void>): void {
    this.open.add(work);
    void work.finally(() => this.open.delete(work));
  }

  private async sendUntilAccepted(hook: SentHook, body: string): Promise<void> {
    for (;;) {
      const start = performance.now();
      const answer = await this.post(hook.connection, body);
      if (answer?.status === 202) {
        hook.acceptedAfterMs.push(performance.now() - start);
        this.counts.accepted++;
        if (answer.text.includes('"duplicate":true')) this.counts.duplicates++;
        return;
      }
      if (!answer) this.counts.unanswered++;
      else if (answer.status === 503) this.counts.refused503++;
      else this.counts.otherStatuses[answer.status] = (this.counts.otherStatuses[answer.status] ?? 0) + 1;
      await sleep(200 + Math.random() * 600);
    }
  }

  private post(connection: TestConnection, body: string): Promise<{ status: number; text: string } | null> {
    this.counts.requests++;
    return new Promise((resolve) => {
      const request = http.request(
        {
          agent: this.agent,
          host: '127.0.0.1',
          port: this.options.port,
          path: connection.path,
          method: 'POST',
          headers: { ...signedHeaders(connection, body), 'content-length': Buffer.byteLength(body) },
          timeout: 15_000,
        },
        (response) => {
          let text = '';
          response.on('data', (data: Buffer) => {
            text += data.toString();
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
          response.on('error', () => resolve(null));
          response.on('close', () => resolve(null));
        },
      );
      request.on('error', () => resolve(null));
      request.on('timeout', () => request.destroy());
      request.end(body);
    });
  }
}
