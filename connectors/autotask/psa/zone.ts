// Which zone the customer's database is in. Zones are moved, so the answer is kept like a token: shared, bounded in time, and
// asked for again when the zone stops answering. The answer decides where the secret goes, so it is judged first.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { secretValues } from '#connectors/sdk/http/redact.ts';
import { responseError } from '#connectors/sdk/http/response-error.ts';
import { errorTexts } from './answer-error.ts';
import type { AutotaskContext } from './auth.ts';

const zoneName = 'zone';
const keptSeconds = 24 * 3_600;
const zoneShape = z.object({ zoneName: z.string().nullish(), url: z.string().min(1) });

/** "https://webservices6.autotask.net/ATServicesRest/V1.0" @throws ConnectorError `unauthenticated` for an unknown user */
export function findZone(context: AutotaskContext): Promise<string> {
  return context.token(zoneName, async () => ({ value: await discover(context), expiresInSeconds: keptSeconds }));
}

export const forgetZone = (context: AutotaskContext): Promise<void> => context.dropToken(zoneName);

/** The zone that is kept, without asking. @throws what is given when none is */
export const knownZone = (context: AutotaskContext, otherwise: Error): Promise<string> =>
  context.token(zoneName, () => Promise.reject(otherwise));

async function discover(context: AutotaskContext): Promise<string> {
  const { userName, discoveryHost } = context.settings;
  const response = await context.send({
    method: 'GET',
    url: `${discoveryHost}/ATServicesRest/V1.0/ZoneInformation?user=${encodeURIComponent(userName)}`,
    mutates: false,
    lane: 'ZoneInformation',
  });
  const said = errorTexts(response.json);
  // the one thing that this question is refused for comes as 500
  if (response.status === 500 && said.some((text) => /zone information could not be determined/i.test(text))) {
    throw new ConnectorError(
      'unauthenticated',
      `Autotask knows no API user "${userName}" in any zone. Check the user name: it is the API user's, not yours.`,
      { status: 500, maybeApplied: false },
    );
  }
  const parsed = zoneShape.safeParse(response.json);
  if (response.status !== 200 || !parsed.success) {
    throw responseError(response, {
      vendor: 'Autotask',
      action: 'find the zone of this user',
      mutates: false,
      now: context.now(),
      secrets: secretValues(context.secrets),
      vendorMessage: said.join(' '),
    });
  }
  return judgedBase(parsed.data.url, discoveryHost);
}

/** @throws ConnectorError `wrong-host`: a secret only goes to Autotask, or to the very server that was asked */
function judgedBase(text: string, discoveryHost: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isAutotask = url?.protocol === 'https:' && url.port === '' && /\.autotask\.net$/.test(url.hostname);
  if (url && (isAutotask || url.origin === discoveryHost)) {
    return `${url.origin}${url.pathname.replace(/\/+$/, '')}/V1.0`;
  }
  throw new ConnectorError(
    'wrong-host',
    'The answer to "find the zone" names a server that is not Autotask\'s. Nothing was sent there; check the address for finding your zone.',
  );
}
