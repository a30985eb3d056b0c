// The demo org: an MSP whose tools are the sandbox vendors. Argument: the sandbox's ready line (JSON). May run at
// every start: what is there stays, only addresses that moved are put right. Prints one JSON line.
import { composeConnections, composeParts } from '../../server/composition.ts';
import { createAccountsDeps } from '../../server/features/accounts/public.ts';
import { systemTenant } from '../../server/platform/tenant.ts';
import { seedKnowledge } from './seed-knowledge.ts';
import { seedOrg } from './seed-org.ts';
import { seedPlaybooks } from './seed-playbooks.ts';
import { seedServiceLevels } from './seed-service-levels.ts';
import { readSandbox, seedStack } from './seed-stack.ts';

const sandbox = readSandbox(process.argv[2] ?? '');
const parts = composeParts('seed');
const deps = { ...parts, connections: composeConnections(parts), accounts: createAccountsDeps(parts.database) };

const orgId = await seedOrg(deps.accounts);
const tenant = systemTenant(orgId, 'seed');
const stack = await seedStack(tenant, sandbox, deps);
const playbooks = await seedPlaybooks(tenant, deps);
await seedServiceLevels(tenant, deps);
const known = await seedKnowledge(tenant, deps);
await parts.bus.close();
await parts.database.close();

const detail = `${stack.devices} devices, ${stack.clients} clients, ${stack.engineers} technicians, ${playbooks} playbooks, ${known} closed tickets and articles`;
process.stdout.write(`${JSON.stringify({ ready: true, detail })}\n`);
