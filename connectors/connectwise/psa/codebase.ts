// `/login/companyinfo/{company}` needs no key. It tells the codebase, and it is the one question that separates
// "wrong host" from "wrong company" before a key is tried at all.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { isThrottled } from '#connectors/sdk/http/retry-after.ts';
import { answerError } from './answer-error.ts';
import type { PsaContext } from './client.ts';
import { type CompanyInfo, companyInfoShape } from './vendor-shapes.ts';

export async function lookUpCodebase(context: PsaContext): Promise<{ codebase: string; info: CompanyInfo }> {
  const { site, companyId } = context.settings;
  const { host } = new URL(site);
  const response = await context.send({
    method: 'GET',
    url: `${site}/login/companyinfo/${encodeURIComponent(companyId)}`,
    headers: { accept: 'application/json' },
    mutates: false,
  });
  if (response.status >= 500 || isThrottled(response)) {
    throw answerError(context, response, { action: `look up the company "${companyId}"`, mutates: false });
  }
  if (response.status === 200 && (response.json === null || response.text.trim() === '')) {
    throw new ConnectorError(
      'wrong-host',
      `${host} is a ConnectWise server, but it knows no company "${companyId}". Check the company id, and whether the account lives in another region.`,
      { status: 200 },
    );
  }
  const info = companyInfoShape.safeParse(response.json);
  if (response.status !== 200 || !info.success) {
    throw new ConnectorError(
      'wrong-host',
      `${host} does not answer like a ConnectWise PSA server (${response.status}). Check the site; an old server of your own may need its codebase in the settings.`,
      { status: response.status },
    );
  }
  const codebase = info.data.Codebase.replace(/^\/+|\/+$/g, '');
  if (!/^[A-Za-z0-9_]{1,40}$/.test(codebase)) {
    throw new ConnectorError('bad-answer', `${host} names a codebase that cannot be one.`, { status: response.status });
  }
  return { codebase, info: info.data };
}
