// One asset of SuperOps.
import { z } from 'zod';
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { SuperopsContext } from './auth.ts';
import { superops } from './client.ts';
import { assetFields } from './collections.ts';
import { firstThatWorks } from './lists.ts';
import { assetShape } from './vendor-shapes.ts';

const shape = assetShape.extend({ sysUptime: z.string().nullish(), loggedInUser: z.string().nullish() });

/** @throws ConnectorError `not-found` */
export async function readAsset(context: SuperopsContext, assetId: string): Promise<z.output<typeof shape>> {
  const ask = (fields: string) => () =>
    superops.ask(context, z.object({ getAsset: shape.nullable() }), {
      action: 'read the asset',
      document: `query ($input: AssetIdentifierInput!) { getAsset(input: $input) { ${fields} sysUptime loggedInUser } }`,
      variables: { input: { assetId } },
    });
  const { getAsset } = await firstThatWorks([ask(assetFields), ask(assetFields.replace(' site', ''))]);
  if (getAsset) return getAsset;
  throw new ConnectorError('not-found', `SuperOps knows no asset with the id "${assetId.slice(0, 40)}".`);
}
