// The live test of a connection. It asks in the order in which answers can be told apart: the host, the company,
// then the key, then what the role of the key may do.
import type { ConnectionTest } from '#connectors/sdk/connector.ts';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { askPsa, callPsa, type PsaContext } from './client.ts';
import { lookUpCodebase } from './codebase.ts';
import { allOf, isFlag } from './conditions.ts';
import { countShape, systemInfoShape } from './vendor-shapes.ts';

interface Figure {
  path: string;
  conditions?: string | undefined;
  words(count: number): string;
  /** the permission, in the words of ConnectWise's security roles */
  permission: string;
  without: string;
}

const figures: Figure[] = [
  {
    path: '/service/boards/count',
    words: (count) => `${count} ${count === 1 ? 'board' : 'boards'}`,
    permission: 'System > Table Setup: inquire',
    without: 'boards and statuses cannot be listed, so tickets cannot be resolved',
  },
  {
    path: '/company/companies/count',
    conditions: allOf(isFlag('deletedFlag', false)),
    words: (count) => `${count} ${count === 1 ? 'client' : 'clients'}`,
    permission: 'Companies > Company Maintenance: inquire',
    without: 'clients cannot be listed',
  },
  {
    path: '/service/tickets/count',
    conditions: allOf(isFlag('closedFlag', false)),
    words: (count) => `${count} open ${count === 1 ? 'ticket' : 'tickets'}`,
    permission: 'Service Desk > Service Tickets: inquire, add, edit',
    without: 'tickets cannot be read',
  },
  {
    path: '/system/members/count',
    conditions: allOf(isFlag('inactiveFlag', false)),
    words: (count) => `${count} ${count === 1 ? 'member' : 'members'}`,
    permission: 'System > Member Maintenance: inquire',
    without: 'technicians cannot be listed',
  },
];

export async function testConnection(context: PsaContext): Promise<ConnectionTest> {
  const { settings } = context;
  // a pinned codebase is for servers that do not answer this question
  const company = settings.codebase === null ? (await lookUpCodebase(context)).info : null;
  const warnings: string[] = [];
  const version = await probeKey(context, warnings);
  const counted: string[] = [];
  for (const figure of figures) {
    const count = await countOrNull(context, figure);
    if (count === null) warnings.push(`Missing permission "${figure.permission}": ${figure.without}.`);
    else counted.push(figure.words(count));
  }
  if (counted.length === 0) {
    throw new ConnectorError('forbidden', 'The key works, but its security role allows nothing that is needed here.', {
      detail: { warnings: warnings.length },
    });
  }
  const name = company?.CompanyName ?? settings.companyId;
  return { ok: true, summary: `${name}: ${counted.join(', ')}${version ? `; ConnectWise ${version}` : ''}.`, warnings };
}

/** `/system/info` first; some roles lack it although the key is right, so the boards decide. */
async function probeKey(context: PsaContext, warnings: string[]): Promise<string | null> {
  try {
    const info = await askPsa(context, systemInfoShape, { path: '/system/info', action: 'read the system info' });
    return info.version ?? null;
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  try {
    await callPsa(context, { path: '/service/boards', query: { pageSize: 1 }, action: 'sign in' });
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'not-found') throw wrongKey(context, error);
    // 403 on both: the key may still read tickets; the figures tell
    if (!(error instanceof ConnectorError && error.kind === 'forbidden')) throw error;
  }
  warnings.push('Missing permission to read the system info: the version of the server stays unknown.');
  return null;
}

const isRefusal = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && ['unauthenticated', 'forbidden', 'not-found'].includes(error.kind);

/** Host and company were proven before, so a 404 here is about the key. */
function wrongKey(context: PsaContext, cause: ConnectorError): ConnectorError {
  const { host } = new URL(context.settings.site);
  return new ConnectorError(
    'unauthenticated',
    `${host} knows the company "${context.settings.companyId}", but answers 404 to its API: the public or private key is wrong, or the API member is inactive.`,
    { ...(cause.status === undefined ? {} : { status: cause.status }), detail: cause.detail, cause },
  );
}

async function countOrNull(context: PsaContext, figure: Figure): Promise<number | null> {
  try {
    const { count } = await askPsa(context, countShape, {
      path: figure.path,
      query: { conditions: figure.conditions },
      action: `count ${figure.path.split('/')[2]}`,
    });
    return count;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}
