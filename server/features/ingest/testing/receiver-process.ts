// The receiver in a process of its own, to be killed: node receiver-process.ts <database URL> <port> [sabotage].
// Says "ready <port>" when it listens.
import { openDatabase } from '#server/platform/db/database.ts';
import { startReceiver } from './ingest-fixture.ts';

const [url = '', port = '0', sabotage] = process.argv.slice(2);
const database = openDatabase({ url, poolSize: 10, onError: () => {} });
const receiver = await startReceiver(database, { port: Number(port), sabotage });
console.log(`ready ${receiver.port}`);
