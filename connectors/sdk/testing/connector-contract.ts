// The suite every connector passes against its own sandbox. A connector's test calls it once and then tests what is
// peculiar to its vendor.
import { describe } from 'vitest';
import { changesOnce } from './contract/changes.ts';
import { type ContractSubject, openContractBed } from './contract/contract-bed.ts';
import { describesItself } from './contract/describes-itself.ts';
import { hearsOfChanges } from './contract/hears.ts';
import { readsInOurNouns } from './contract/reads.ts';
import { runsScriptsOnce } from './contract/runs-scripts.ts';
import { saysWhatIsWrong } from './contract/says-what-is-wrong.ts';
import { withstandsFaults } from './contract/withstands-faults.ts';

export type { ContractSubject, RunningSubject } from './contract/contract-bed.ts';

export function testConnectorContract(subject: ContractSubject): void {
  describe(`${subject.connector.id} keeps the connector contract`, () => {
    const bed = openContractBed(subject);
    describesItself(bed);
    readsInOurNouns(bed);
    saysWhatIsWrong(bed);
    changesOnce(bed);
    runsScriptsOnce(bed);
    hearsOfChanges(bed);
    withstandsFaults(bed);
  });
}
