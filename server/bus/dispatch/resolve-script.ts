// A playbook names a script; the vendor's library has it under an id. Found by the exact name, or said what to import.
import type { ConnectorContext } from '#connectors/sdk/connector.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import type { OpenConnection } from '../connection/open-connection.ts';
import { Refused } from './refused.ts';

const keepMs = 60_000;

export class ScriptLibrary {
  private readonly kept = new Map<string, { scripts: Script[]; atMs: number }>();

  /** @returns the vendor's id of it. @throws Refused with what to import; ConnectorError */
  async find(
    connection: OpenConnection,
    context: ConnectorContext,
    wanted: string,
    fileOf: () => Promise<{ playbook: string; file: string } | null>,
  ): Promise<string> {
    const list = connection.connector.capabilities['script.list'];
    if (!list) return wanted;
    const read = async () => {
      const { items } = await list.run(context, {}, { tag: '' });
      this.kept.set(connection.id, { scripts: items, atMs: Date.now() });
      return items;
    };
    const kept = this.kept.get(connection.id);
    const fresh = kept && Date.now() - kept.atMs < keepMs ? kept.scripts : undefined;
    // a script that is missing from what is remembered may have been imported since
    const hits =
      matching(fresh ?? [], wanted).length > 0 ? matching(fresh ?? [], wanted) : matching(await read(), wanted);
    const [hit, another] = hits;
    if (hit && !another) return hit.id;
    const place = `${connection.connector.name} ("${connection.name}")`;
    if (hit) {
      throw new Refused(`${place} has ${hits.length} scripts named "${wanted}". Rename all but one of them.`);
    }
    const file = await fileOf();
    throw new Refused(
      `${place} has no script named "${wanted}". Import ${file ? `"${file.file}" of the playbook "${file.playbook}"` : "the playbook's script file"} into its script library under exactly this name, then try again.`,
    );
  }
}

const matching = (scripts: Script[], wanted: string): Script[] => {
  const byName = scripts.filter((script) => script.name === wanted);
  return byName.length > 0 ? byName : scripts.filter((script) => script.id === wanted);
};
