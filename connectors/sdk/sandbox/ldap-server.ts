// The protocol half of a directory for sandboxes: LDAP in, plain objects out, and back. What is in the directory, and who
// may do what, is the dialect's.
import { type AddressInfo, createServer as createPlainServer, type Socket } from 'node:net';
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
  /** true = say nothing at all to the question just read, and hang up; for faults */
  hangUp?(operation: 'bind' | 'search' | 'modify', when: 'before' | 'after'): boolean;
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
  options: { port?: number; tls?: { key: string; cert: string } } = {},
): Promise<LdapServer> {
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let buffered = Buffer.alloc(0);
    let who: string | null = null;
    socket.on('data', (data: Buffer) => {
      buffered = Buffer.concat([buffered, data]);
      for (let end = messageEnd(buffered); end !== null; end = messageEnd(buffered)) {
        const message = buffered.subarray(0, end);
        buffered = buffered.subarray(end);
        try {
          who = answer(socket, message, who, handler);
        } catch {
          socket.destroy();
          return;
        }
      }
      if (buffered.length > maxMessageBytes) socket.destroy();
    });
  };
  const server = options.tls ? createTlsServer(options.tls, serve) : createPlainServer(serve);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
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

/** @returns who is signed in afterwards */
function answer(socket: Socket, bytes: Buffer, who: string | null, handler: LdapServerHandler): string | null {
  const reader = new BerReader(bytes);
  reader.readSequence();
  const messageId = reader.readInt() ?? 0;
  const operation = reader.readSequence();
  const reply = (response: number, result: LdapResult, cookie?: string) =>
    socket.write(encodeResult(messageId, response, result, cookie));
  const isSilent = (name: 'bind' | 'search' | 'modify', when: 'before' | 'after') => {
    const isGone = handler.hangUp?.(name, when) === true;
    if (isGone) socket.destroy();
    return isGone;
  };
  if (operation === op.bind) {
    const request = new BindRequest({ messageId });
    request.parse(reader, []);
    if (isSilent('bind', 'before')) return null;
    const result = handler.bind(request.dn, request.password);
    reply(0x61, result);
    return result.resultCode === 0 ? request.dn : null;
  }
  if (operation === op.search) {
    const search = decodeLdapSearch(bytes);
    if (isSilent('search', 'before')) return who;
    const result = handler.search(search, who);
    if (isSilent('search', 'after')) return who;
    for (const entry of result.entries ?? []) socket.write(encodeEntry(messageId, entry));
    if (result.references?.length) socket.write(encodeReferences(messageId, result.references));
    reply(0x65, result, search.page ? (result.cookie ?? '') : undefined);
    return who;
  }
  if (operation === op.modify) {
    const request = new ModifyRequest({ messageId });
    request.parse(reader, []);
    if (isSilent('modify', 'before')) return who;
    const changes = request.changes.map(({ operation: kind, modification }) => ({
      operation: kind,
      attribute: modification.type,
      values: modification.parsedBuffers,
    }));
    const result = handler.modify(request.dn, changes, who);
    if (!isSilent('modify', 'after')) reply(0x67, result);
    return who;
  }
  socket.end();
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
