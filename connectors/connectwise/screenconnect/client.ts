// The road to ScreenConnect: methods of the RESTful API Manager extension, each a POST with its arguments in order. Only the
// four that read and the one that commands are known here; the ones that would overwrite something are not.
import type { z } from 'zod';
import { createVendorRoad, type Refusal } from '#connectors/sdk/http/vendor-road.ts';
import type { VendorResponse } from '#connectors/sdk/http-port.ts';
import type { ScreenConnectContext } from './auth.ts';
import { saidBy } from './vendor-shapes.ts';

const service = '/App_Extensions/2d558935-686a-4bd0-9991-07539f5fe749/Service.ashx';

export type ReadMethod =
  | 'GetSessionsByName'
  | 'GetSessionsByFilter'
  | 'GetSessionBySessionID'
  | 'GetSessionDetailsBySessionID';

const road = createVendorRoad<ScreenConnectContext>({
  vendor: 'ScreenConnect',
  base: ({ settings }) => `${settings.instance}${service}`,
  headers: ({ settings, secrets }) => ({
    // as it is: "Basic" in front of it is a wrong secret
    ctrlauthheader: secrets.secret,
    accept: 'application/json',
    ...(settings.allowedOrigin ? { origin: settings.allowedOrigin } : {}),
  }),
  refusal: (response, _call, context) => (response.status < 400 ? undefined : refusalOf(response, context)),
});

function refusalOf(response: VendorResponse, { settings }: ScreenConnectContext): Refusal {
  const { host } = new URL(settings.instance);
  const said = saidBy(response.json) ?? '';
  if (/web method does not exist/i.test(`${said} ${response.text.slice(0, 500)}`)) {
    return {
      kind: 'unsupported',
      message:
        'The RESTful API Manager of this ScreenConnect is too old for this. Update the extension in Administration, Extensions.',
      maybeApplied: false,
    };
  }
  if (response.status === 404) {
    return {
      kind: 'wrong-host',
      message: `${host} has no RESTful API Manager. Check the address, and that the extension is installed and switched on.`,
    };
  }
  if (response.status === 401 || response.status === 403) {
    const origin = settings.allowedOrigin
      ? `The origin "${settings.allowedOrigin}" that is sent may not be the one in its settings (RESTfulAllowedOrigin).`
      : 'If RESTfulAllowedOrigin is filled in its settings, the same must be in the connection.';
    return {
      kind: response.status === 401 ? 'unauthenticated' : 'forbidden',
      message: `ScreenConnect refused the secret of the RESTful API Manager (${response.status}). ${origin}`,
    };
  }
  return said ? { said } : {};
}

export const readMethod = <T extends z.ZodType>(
  context: ScreenConnectContext,
  shape: T,
  call: { method: ReadMethod; args: unknown[]; action: string },
): Promise<z.output<T>> =>
  road.read(context, shape, {
    method: 'POST',
    path: `/${call.method}`,
    json: call.args,
    action: call.action,
    mutates: false,
  });

/** It answers nothing: no id, no word of what became of it. */
export async function sendCommand(context: ScreenConnectContext, sessionId: string, command: string): Promise<void> {
  await road.call(context, {
    method: 'POST',
    path: '/SendCommandToSession',
    json: [sessionId, command],
    action: 'run the command',
  });
}
