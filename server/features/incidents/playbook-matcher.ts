// The engine's checker and matcher over stored playbook versions. A version is checked once per process: its content
// hash names the outcome.
import {
  checkPlaybook,
  inputsWithDefaults,
  matchTriggers,
  type Playbook,
  runDeadlineMs,
} from '#server/engine/engine.ts';
import type { CapabilityCatalog } from '#server/engine/ports/capabilities.ts';
import type { PlaybookMatcher, StoredVersion, TriggerAnswer } from './incident-ports.ts';

const maxKept = 500;

export function createPlaybookMatcher(catalog: CapabilityCatalog): PlaybookMatcher {
  const checked = new Map<string, Playbook | null>();

  const playbookOf = (version: StoredVersion): Playbook | null => {
    const known = checked.get(version.contentHash);
    if (known !== undefined) return known;
    const { playbook } = checkPlaybook(version.source, catalog);
    // an entry under a hash that is not its own would answer for another playbook
    const isItself = playbook?.contentHash === version.contentHash;
    checked.set(version.contentHash, isItself ? playbook : null);
    if (checked.size > maxKept) checked.delete(checked.keys().next().value ?? '');
    return isItself ? playbook : null;
  };

  const terms = (playbook: Playbook): Pick<TriggerAnswer, 'inputs' | 'wallTimeMs'> => ({
    inputs: inputsWithDefaults(playbook),
    wallTimeMs: runDeadlineMs(playbook),
  });

  return {
    match: (version, facts) => {
      const playbook = playbookOf(version);
      if (!playbook) return { fires: false, why: 'this version does not pass the check', inputs: {}, wallTimeMs: 0 };
      return { ...matchTriggers(playbook, facts), ...terms(playbook) };
    },
    prepare: (version) => {
      const playbook = playbookOf(version);
      return playbook && terms(playbook);
    },
  };
}
