import { durableRuntimeContract } from './durable-runtime.contract.ts';
import { journalContract } from './journal.contract.ts';
import { makeMemoryHarness } from './memory-harness.ts';

journalContract('in memory', makeMemoryHarness);
durableRuntimeContract('in memory', makeMemoryHarness);
