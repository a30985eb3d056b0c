// Questions and answers on one socket that is already connected: each question gets the answers with its number. What
// is not LDAP, too much or too late ends the socket and with it everything under way.
import type { Duplex } from 'node:stream';
import {
  type BindRequest,
  MessageParser,
  type ModifyRequest,
  SearchEntry,
  SearchReference,
  type SearchRequest,
} from 'ldapts';
import { ConnectorError } from '../errors.ts';

export type LdapRequest = BindRequest | SearchRequest | ModifyRequest;

export interface LdapWireOptions {
  host: string;
  /** for one question and all of its answers */
  timeoutMs: number;
  /** of everything the directory says in this session */
  maxBytes: number;
  signal: AbortSignal;
}

export interface LdapReply {
  resultCode: number;
  said: string;
  /** what the server wants the client to continue a search with; empty = that was all */
  cookie: Buffer | null;
}

export interface LdapWire {
  /** @param onEntry told of each entry as it comes; may throw to stop. @throws ConnectorError when no reply comes */
  ask(request: LdapRequest, onEntry?: (entry: SearchEntry) => void): Promise<LdapReply>;
  nextId(): number;
  close(): void;
}

interface Waiting {
  message: LdapRequest;
  mutates: boolean;
  onEntry: ((entry: SearchEntry) => void) | undefined;
  resolve(reply: LdapReply): void;
  reject(error: unknown): void;
}

const modifyOperation = 0x66;
const unbind = Buffer.from([0x30, 0x05, 0x02, 0x01, 0x00, 0x42, 0x00]);

export function createLdapWire(socket: Duplex, options: LdapWireOptions): LdapWire {
  const { host } = options;
  const waiting = new Map<string, Waiting>();
  const parser = new MessageParser();
  let lastId = 0;
  let received = 0;
  let ended: ConnectorError | undefined;

  /** the same reason for all that wait; a change may have been made */
  function end(kind: ConstructorParameters<typeof ConnectorError>[0], message: string, cause?: unknown) {
    if (ended) return;
    ended = new ConnectorError(kind, message, { maybeApplied: false, cause });
    for (const one of waiting.values()) {
      one.reject(new ConnectorError(kind, message, { maybeApplied: one.mutates, cause }));
    }
    waiting.clear();
    socket.destroy();
  }
  const leave = () => end('timeout', `${host} did not answer in time.`);

  parser.on('error', (error) => end('bad-answer', `${host} answered with something that is not LDAP.`, error));
  parser.on('message', (message) => {
    const one = waiting.get(String(message.messageId));
    if (!one) return;
    if (message instanceof SearchReference) return;
    if (message instanceof SearchEntry) {
      try {
        one.onEntry?.(message);
      } catch (error) {
        waiting.delete(String(message.messageId));
        one.reject(error);
      }
      return;
    }
    waiting.delete(String(message.messageId));
    one.resolve({ resultCode: message.status, said: message.errorMessage, cookie: cookieOf(message.controls) });
  });
  socket.on('data', (data: Buffer) => {
    received += data.length;
    if (ended) return;
    if (received > options.maxBytes)
      return end('bad-answer', `${host} answered with more than ${options.maxBytes} bytes.`);
    try {
      parser.read(data, waiting);
    } catch (error) {
      end('bad-answer', `${host} answered with something that is not LDAP.`, error);
    }
  });
  const broken = (cause?: unknown) =>
    end('unavailable', `The connection to ${host} broke before an answer came.`, cause);
  socket.on('error', broken);
  socket.on('end', () => broken());
  socket.on('close', () => broken());
  options.signal.addEventListener('abort', leave, { once: true });

  return {
    nextId: () => ++lastId,
    async ask(message, onEntry) {
      if (ended) throw ended;
      if (options.signal.aborted)
        throw new ConnectorError('timeout', `${host} was not asked in time.`, { maybeApplied: false });
      const mutates = message.protocolOperation === modifyOperation;
      const bytes = message.write();
      const timer = setTimeout(leave, options.timeoutMs);
      try {
        return await new Promise<LdapReply>((resolve, reject) => {
          waiting.set(String(message.messageId), { message, mutates, onEntry, resolve, reject });
          socket.write(bytes);
        });
      } finally {
        clearTimeout(timer);
      }
    },
    close() {
      options.signal.removeEventListener('abort', leave);
      if (!ended) {
        ended = new ConnectorError('unavailable', `The session with ${host} is over.`, { maybeApplied: false });
        for (const one of waiting.values())
          one.reject(new ConnectorError('unavailable', ended.message, { maybeApplied: one.mutates }));
        waiting.clear();
        socket.end(unbind);
      }
      // a server that does not hang up is not waited for
      setTimeout(() => socket.destroy(), 200).unref();
    },
  };
}

/** The control of paged results (RFC 2696), wherever the answer carries it. */
function cookieOf(controls: readonly unknown[] | undefined): Buffer | null {
  for (const control of controls ?? []) {
    if (typeof control !== 'object' || control === null || !('type' in control) || !('value' in control)) continue;
    if (control.type !== '1.2.840.113556.1.4.319') continue;
    const { value } = control;
    if (typeof value === 'object' && value !== null && 'cookie' in value && Buffer.isBuffer(value.cookie))
      return value.cookie;
  }
  return null;
}
