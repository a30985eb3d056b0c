// What a script of ours does at its end when it was given a `CallbackUrl`: it posts its result there, from the endpoint.
// The vendor has no part in it. Tried three times, as the script does.

import { WebhookDeliveries } from './webhook-delivery.ts';
import type { SandboxWorld } from './world.ts';
import type { WorldScriptRun } from './world-types.ts';

export function postScriptResults(world: SandboxWorld): WebhookDeliveries {
  const deliveries = new WebhookDeliveries();
  world.onEvent((event) => {
    if (event.type !== 'script-finished') return;
    const url = callbackUrlOf(event.run);
    if (url === undefined) return;
    deliveries.deliver({
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ exitCode: event.run.exitCode, output: event.run.output }),
      timeoutMs: 10_000,
      retryAfterMs: [1_000, 5_000],
      isRetried: (status) => status === null || status >= 500,
    });
  });
  return deliveries;
}

function callbackUrlOf(run: WorldScriptRun): string | undefined {
  const given = Object.entries(run.parameters).find(([name]) => name.toLowerCase() === 'callbackurl')?.[1];
  return given !== undefined && URL.canParse(given) ? given : undefined;
}
