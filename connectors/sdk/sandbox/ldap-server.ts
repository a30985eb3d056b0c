// The protocol half of a directory for sandboxes: LDAP in, plain objects out, and back. What is in the directory, and who
// may do what, is the dialect's.
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { BerReader, BerWriter, BindRequest, ModifyRequest, PagedResultsControl } from 'ldapts';
import { decodeLdapSearch, type LdapServerSearch } from './decode-ldap-search.ts';

export interface LdapResult {
  /** 0 = success (RFC 4511, appendix A) */
  resultCode: number;
  said?: string;
}
export interface LdapServerEntry {
  dn: string;
  /** attribute -> values, in the directory's own spelling ("member;range=0-1499" included) */
  values: Readonly<Record<string, readonly (string | Uint8Array)[]>>;
}
export interface LdapServerChange {
  operation: 'add' | 'delete' | 'replace';
  attribute: string;
  values: Buffer[];
}
/** `who`: the name of the last bind that succeeded on this connection; null = nobody */
export interface LdapServerHandler {
  bind(name: string, password: string): LdapResult;
  search(
    search: LdapServerSearch,
    who: string | null,
  ): LdapResult & { entries?: LdapServerEntry[]; references?: string[]; cookie?: string };
  modify(dn: string, changes: LdapServerChange[], who: string | null): LdapResult;
  /** asked before each question; for faults */
  trouble?(operation: LdapOperation): LdapTrouble | undefined;
}

export type LdapOperation = 'bind' | 'search' | 'modify';
/** drop: hang up; half: the answer, cut off; nonsense: a page of HTML; refuse: this result; slow: the answer, late */
export interface LdapTrouble {
  kind: 'drop' | 'half' | 'nonsense' | 'refuse' | 'slow';
  /** after = the directory did it, and then this came */
  when: 'before' | 'after';
  delayMs?: number;
  result?: LdapResult;
}

export interface LdapServer {
  port: number;
  /** "ldap://127.0.0.1:port", or ldaps on "localhost" */
  url: string;
  close(): Promise<void>;
}

const op = { bind: 0x60, unbind: 0x42, search: 0x63, modify: 0x66 } as const;
const maxMessageBytes = 1_000_000;

export async function startLdapServer(
  handler: LdapServerHandler,
  options: { port?: number; host?: string; tls?: { key: string; cert: string } } = {},
): Promise<LdapServer> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let buffered = Buffer.alloc(0);
    let who: string | null = null;
    // one question after the other, also while an answer is late
    let queue = Promise.resolve();
    socket.on('data', (data: Buffer) => {
      buffered = Buffer.concat([buffered, data]);
      for (let end = messageEnd(buffered); end !== null; end = messageEnd(buffered)) {
        const message = buffered.subarray(0, end);
        buffered = buffered.subarray(end);
        queue = queue.then(async () => {
          try {
            if (!socket.destroyed) who = await answer(socket, message, who, handler);
          } catch {
            socket.destroy();
          }
        });
      }
      if (buffered.length > maxMessageBytes) socket.destroy();
    });
  };
  const server = options.tls ? createTlsServer(options.tls, serve) : createPlainServer(serve);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: options.tls ? `ldaps://localhost:${port}` : `ldap://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Question {
  operation: LdapOperation;
  /** does it; `who` is signed in afterwards */
  act(): { said: Buffer; who: string | null };
  refuse(result: LdapResult): Buffer;
}

/** @returns who is signed in afterwards */
async function answer(
  socket: Socket,
  bytes: Buffer,
  who: string | null,
  handler: LdapServerHandler,
): Promise<string | null> {
  const question = read(bytes, who, handler);
  if (!question) {
    socket.end();
    return null;
  }
  const trouble = handler.trouble?.(question.operation);
  if (trouble?.delayMs) await delay(trouble.delayMs);
  const acts = !trouble || trouble.when === 'after' || trouble.kind === 'slow' || trouble.kind === 'half';
  const acted = acts ? question.act() : { said: Buffer.alloc(0), who };
  if (trouble?.kind === 'drop') socket.destroy();
  else if (trouble?.kind === 'nonsense') socket.end('<!DOCTYPE html><html><body><p>Please sign in.</p></body></html>');
  else if (trouble?.kind === 'half') socket.end(acted.said.subarray(0, Math.floor(acted.said.length / 2)));
  else if (trouble?.kind === 'refuse') socket.write(question.refuse(trouble.result ?? { resultCode: 80 }));
  else socket.write(acted.said);
  return acted.who;
}

/** null = unbind, or an operation that no connector has */
function read(bytes: Buffer, who: string | null, handler: LdapServerHandler): Question | null {
  const reader = new BerReader(bytes);
  reader.readSequence();
  const messageId = reader.readInt() ?? 0;
  const operation = reader.readSequence();
  if (operation === op.bind) {
    const request = new BindRequest({ messageId });
    request.parse(reader, []);
    const refuse = (result: LdapResult) => encodeResult(messageId, 0x61, result);
    const act = () => {
      const result = handler.bind(request.dn, request.password);
      // a name without a password is nobody (RFC 4513, 5.1.2)
      const isSomebody = result.resultCode === 0 && request.password !== '';
      return { said: refuse(result), who: isSomebody ? request.dn : null };
    };
    return { operation: 'bind', act, refuse };
  }
  if (operation === op.search) {
    const search = decodeLdapSearch(bytes);
    const refuse = (result: LdapResult) => encodeResult(messageId, 0x65, result);
    const act = () => {
      const result = handler.search(search, who);
      const said = [
        ...(result.entries ?? []).map((entry) => encodeEntry(messageId, entry)),
        ...(result.references?.length ? [encodeReferences(messageId, result.references)] : []),
        encodeResult(messageId, 0x65, result, search.page ? (result.cookie ?? '') : undefined),
      ];
      return { said: Buffer.concat(said), who };
    };
    return { operation: 'search', act, refuse };
  }
  if (operation === op.modify) {
    const request = new ModifyRequest({ messageId });
    request.parse(reader, []);
    const refuse = (result: LdapResult) => encodeResult(messageId, 0x67, result);
    const act = () => {
      const changes = request.changes.map(({ operation: kind, modification }) => ({
        operation: kind,
        attribute: modification.type,
        values: modification.parsedBuffers,
      }));
      return { said: refuse(handler.modify(request.dn, changes, who)), who };
    };
    return { operation: 'modify', act, refuse };
  }
  return null;
}

/** Where the first message of the buffer ends; null = it is not all there yet. */
function messageEnd(buffer: Buffer): number | null {
  const first = buffer[1];
  if (first === undefined) return null;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (buffer.length < 2 + lengthBytes) return null;
  const length = lengthBytes === 0 ? first : buffer.readUIntBE(2, Math.min(lengthBytes, 6));
  const end = 2 + lengthBytes + length;
  return buffer.length < end ? null : end;
}

function message(
  messageId: number,
  response: number,
  write: (writer: BerWriter) => void,
  after?: (writer: BerWriter) => void,
) {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(messageId);
  writer.startSequence(response);
  write(writer);
  writer.endSequence();
  after?.(writer);
  writer.endSequence();
  return writer.buffer;
}

const encodeResult = (messageId: number, response: number, result: LdapResult, cookie?: string) =>
  message(
    messageId,
    response,
    (writer) => {
      writer.writeEnumeration(result.resultCode);
      writer.writeString('');
      writer.writeString(result.said ?? '');
    },
    (writer) => {
      if (cookie === undefined) return;
      writer.startSequence(0xa0);
      new PagedResultsControl({ value: { size: 0, cookie: Buffer.from(cookie) } }).write(writer);
      writer.endSequence();
    },
  );

const encodeEntry = (messageId: number, entry: LdapServerEntry) =>
  message(messageId, 0x64, (writer) => {
    writer.writeString(entry.dn);
    writer.startSequence();
    for (const [name, values] of Object.entries(entry.values)) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of values) writer.writeBuffer(Buffer.from(value), 0x04);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
  });

const encodeReferences = (messageId: number, references: string[]) =>
  message(messageId, 0x73, (writer) => {
    for (const reference of references) writer.writeString(reference);
  });
