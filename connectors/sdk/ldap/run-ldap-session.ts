// One session: bind, work, unbind. The same code speaks in production and in tests; who opens the socket decides what
// may be reached.
import type { Duplex } from 'node:stream';
import {
  Attribute,
  BindRequest,
  Change,
  ModifyRequest,
  PagedResultsControl,
  type SearchEntry,
  SearchRequest,
} from 'ldapts';
import { ConnectorError } from '../errors.ts';
import type { LdapChange, LdapEntry, LdapSearch, LdapSession, LdapTarget } from '../ldap-port.ts';
import { attributeName, encodeLdapFilter } from './ldap-filter.ts';
import { ldapRefusal } from './ldap-refusal.ts';
import { createLdapWire } from './ldap-wire.ts';

export interface LdapSessionOptions {
  timeoutMs: number;
  maxBytes: number;
  signal: AbortSignal;
  /** @returns a socket that is connected, and for ldaps: proven and encrypted. @throws ConnectorError */
  connect(): Promise<Duplex>;
  /** asked before every question; throws to stop it. Pace, policy and the admission of a change live here */
  before?(question: { mutates: boolean }): Promise<void>;
  /** told what came of it; undefined = an answer */
  after?(failure: ConnectorError | undefined): Promise<void>;
}

const pageSize = 500;
/** values of one attribute that is given in ranges (the members of a large group) */
const maxRangeValues = 200_000;

/** @throws ConnectorError */
export async function runLdapSession<T>(
  target: LdapTarget,
  options: LdapSessionOptions,
  work: (session: LdapSession) => Promise<T>,
): Promise<T> {
  // without a password a directory says yes to everybody (RFC 4513, 5.1.2)
  if (target.bindName.trim() === '' || target.password === '') {
    throw new ConnectorError('unauthenticated', 'The directory needs a name and a password; one of them is empty.', {
      maybeApplied: false,
    });
  }
  const host = URL.canParse(target.url) ? new URL(target.url).hostname : 'the directory';
  const asked = async <A>(mutates: boolean, question: () => Promise<A>): Promise<A> => {
    await options.before?.({ mutates });
    try {
      const answer = await question();
      await options.after?.(undefined).catch(() => undefined);
      return answer;
    } catch (error) {
      if (error instanceof ConnectorError) await options.after?.(error).catch(() => undefined);
      throw error;
    }
  };

  const wire = await asked(false, async () => {
    const { timeoutMs, maxBytes, signal } = options;
    const opened = createLdapWire(await options.connect(), { host, timeoutMs, maxBytes, signal });
    try {
      const { bindName: dn, password } = target;
      const reply = await opened.ask(new BindRequest({ messageId: opened.nextId(), dn, password }));
      if (reply.resultCode !== 0) throw ldapRefusal(reply.resultCode, reply.said, { host, mutates: false });
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  });

  async function page(
    search: LdapSearch,
    cookie: Buffer | null,
    onEntry: (entry: SearchEntry) => void,
  ): Promise<Buffer | null> {
    const { base, scope, attributes } = search;
    const request = new SearchRequest({
      messageId: wire.nextId(),
      baseDN: base,
      scope: scope === 'subtree' ? 'sub' : scope,
      derefAliases: 'never',
      timeLimit: Math.max(1, Math.floor(options.timeoutMs / 1_000)),
      filter: encodeLdapFilter(search.filter),
      attributes,
      ...(scope === 'base'
        ? {}
        : { controls: [new PagedResultsControl({ value: { size: pageSize, ...(cookie ? { cookie } : {}) } })] }),
    });
    const reply = await asked(false, async () => {
      const answer = await wire.ask(request, onEntry);
      if (answer.resultCode !== 0) throw ldapRefusal(answer.resultCode, answer.said, { host, mutates: false });
      return answer;
    });
    return reply.cookie && reply.cookie.length > 0 ? reply.cookie : null;
  }

  async function search(wanted: LdapSearch): Promise<LdapEntry[]> {
    const attributes = wanted.attributes.map(attributeName);
    if (attributes.length === 0) throw invalid('A search names the attributes it wants.');
    const found: SearchEntry[] = [];
    const onEntry = (entry: SearchEntry) => {
      if (found.length >= wanted.maxEntries) throw tooMany(host, wanted.maxEntries);
      found.push(entry);
    };
    for (let cookie = await page(wanted, null, onEntry); cookie; ) cookie = await page(wanted, cookie, onEntry);
    const binary = new Set((wanted.binaryAttributes ?? []).map((name) => name.toLowerCase()));
    const entries: LdapEntry[] = [];
    for (const entry of found) entries.push(await readEntry(entry, attributes, binary));
    return entries;
  }

  /** Only what was asked for, by lower-cased name; a range that the server cut off is asked for until its end. */
  async function readEntry(entry: SearchEntry, attributes: string[], binary: ReadonlySet<string>): Promise<LdapEntry> {
    const values: Record<string, (string | Uint8Array)[]> = Object.create(null);
    const asKnown = (name: string, bytes: Buffer[]) =>
      bytes.map((one) => (binary.has(name) ? new Uint8Array(one) : textOf(one)));
    for (const wanted of attributes) {
      const name = wanted.toLowerCase();
      const raw: Buffer[] = [];
      let from: number | null = null;
      for (const attribute of entry.attributes) {
        const { base, next } = rangeOf(attribute.type);
        if (base !== name) continue;
        raw.push(...attribute.parsedBuffers);
        if (next !== undefined) from = next;
      }
      while (from !== null) {
        if (raw.length > maxRangeValues) throw tooMany(host, maxRangeValues);
        from = await readRange(entry.name, wanted, from, raw);
      }
      values[name] = asKnown(name, raw);
    }
    return { dn: entry.name, values };
  }

  /** @returns where the next range begins; null = that was the last */
  async function readRange(dn: string, attribute: string, from: number, into: Buffer[]): Promise<number | null> {
    let next: number | null = null;
    await page(
      {
        base: dn,
        scope: 'base',
        filter: { attribute: 'objectClass', exists: true },
        attributes: [`${attribute};range=${from}-*`],
        maxEntries: 1,
      },
      null,
      (entry) => {
        for (const one of entry.attributes) {
          const range = rangeOf(one.type);
          if (range.base !== attribute.toLowerCase() || one.parsedBuffers.length === 0) continue;
          into.push(...one.parsedBuffers);
          if (range.next !== undefined && range.next > from) next = range.next;
        }
      },
    );
    return next;
  }

  async function modify(dn: string, changes: LdapChange[]): Promise<void> {
    if (dn === '' || changes.length === 0) throw invalid('There is nothing to change in the directory.');
    const request = new ModifyRequest({ messageId: wire.nextId(), dn, changes: changes.map(encodeChange) });
    await asked(true, async () => {
      const reply = await wire.ask(request);
      if (reply.resultCode !== 0) throw ldapRefusal(reply.resultCode, reply.said, { host, mutates: true });
    });
  }

  try {
    return await work({ search, modify });
  } finally {
    wire.close();
  }
}

function encodeChange({ operation, attribute, values }: LdapChange): Change {
  const bytes = values.map((value) => Buffer.from(value));
  return new Change({ operation, modification: new Attribute({ type: attributeName(attribute), values: bytes }) });
}

/** "member;range=0-1499" -> member, next 1500; "member;range=1500-*" -> member, no next. */
function rangeOf(type: string): { base: string; next: number | undefined } {
  const [, base, last] = /^(.*);range=\d+-(\d+|\*)$/i.exec(type) ?? [];
  if (base === undefined || last === undefined) return { base: type.toLowerCase(), next: undefined };
  return { base: base.toLowerCase(), next: last === '*' ? undefined : Number(last) + 1 };
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const textOf = (bytes: Buffer): string => utf8.decode(bytes);

const invalid = (message: string) => new ConnectorError('invalid-input', message, { maybeApplied: false });
const tooMany = (host: string, limit: number) =>
  new ConnectorError(
    'bad-answer',
    `${host} has more than ${limit} of these. Narrow the search base of the connection.`,
    {
      maybeApplied: false,
    },
  );
