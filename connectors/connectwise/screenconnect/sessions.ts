// Finding sessions. A busy instance answers with an empty list what it knows very well, so nothing is taken for gone before it
// was asked three times.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { ScreenConnectContext } from './auth.ts';
import { readMethod } from './client.ts';
import { type Session, sessionListShape } from './vendor-shapes.ts';

const attempts = 3;

async function askAgain(ask: () => Promise<Session[]>): Promise<Session[]> {
  for (let attempt = 1; attempt < attempts; attempt++) {
    const found = await ask();
    if (found.length > 0) return found;
  }
  return ask();
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws ConnectorError `invalid-input` | `not-found` */
export async function readSession(context: ScreenConnectContext, id: string): Promise<Session> {
  if (!guid.test(id))
    throw new ConnectorError('invalid-input', `"${id.slice(0, 60)}" is not the id of a ScreenConnect session.`);
  const call = { method: 'GetSessionBySessionID' as const, args: [id], action: 'read the session' };
  const found = await askAgain(() => readMethod(context, sessionListShape, call));
  const session = found.find(({ SessionID }) => SessionID.toLowerCase() === id.toLowerCase());
  if (session) return session;
  throw new ConnectorError('not-found', `ScreenConnect knows no session ${id}, however often it is asked.`);
}

/**
 * Every machine with an agent, in the order of ids. An extension that cannot filter is asked for the sessions without a name,
 * which is what agents have unless somebody named one.
 */
export async function readMachines(context: ScreenConnectContext): Promise<Session[]> {
  const action = 'list the sessions';
  const byFilter = { method: 'GetSessionsByFilter' as const, args: ["SessionType = 'Access'"], action };
  const byName = { method: 'GetSessionsByName' as const, args: [''], action };
  const read = (call: typeof byFilter | typeof byName) => askAgain(() => readMethod(context, sessionListShape, call));
  const found = await read(byFilter).catch((error: unknown) => {
    if (error instanceof ConnectorError && error.kind === 'unsupported') return read(byName);
    throw error;
  });
  return found.toSorted((a, b) => (a.SessionID < b.SessionID ? -1 : 1));
}
