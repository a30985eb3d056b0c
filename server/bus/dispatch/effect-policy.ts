// May this call happen at all? Decided from the contract, never from what the caller says about itself.
import type { Effect } from '#connectors/sdk/capability-contracts.ts';

export type Automation = 'on' | 'reads-only' | 'off';

const width: Record<Effect, number> = { read: 0, write: 1, destructive: 2 };

export const isWider = (real: Effect, allowed: Effect): boolean => width[real] > width[allowed];

/** The org's kill switch. Anything unreadable counts as "off": a switch that cannot be read must not mean "go". */
export function automationOf(settings: unknown): Automation {
  if (typeof settings !== 'object' || settings === null || !('automation' in settings)) return 'on';
  const { automation } = settings;
  return automation === 'on' || automation === 'reads-only' ? automation : 'off';
}

/** null = it may; otherwise the sentence that says why not. */
export function refusalByPolicy(call: {
  capability: string;
  effect: Effect;
  allowedEffect: Effect;
  automation: Automation;
}): string | null {
  const { capability, effect, allowedEffect, automation } = call;
  if (isWider(effect, allowedEffect)) {
    return `"${capability}" is ${effect}, but the plan allows no more than ${allowedEffect}. It was not called.`;
  }
  if (automation === 'off') return `Automation is switched off for this organisation. "${capability}" was not called.`;
  if (automation === 'reads-only' && effect !== 'read') {
    return `Automation is switched to reading only. "${capability}" was not called.`;
  }
  return null;
}
