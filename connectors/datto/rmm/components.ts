// Components: Datto's scripts. Only those are visible that the user of the key may run.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import type { Script } from '#connectors/sdk/nouns.ts';
import type { DattoContext } from './auth.ts';
import { largestPage, readAll } from './lists.ts';
import { componentShape, type DattoComponent } from './vendor-shapes.ts';

export const listComponents = (context: DattoContext): Promise<DattoComponent[]> =>
  readAll(context, {
    path: '/v2/account/components',
    query: { max: largestPage },
    name: 'components',
    shape: componentShape,
    action: 'list the components',
  });

/** variables that go in; the others come out */
export const inputVariables = (component: DattoComponent) =>
  (component.variables ?? []).filter((variable) => variable.direction !== false);

export const toScript = (component: DattoComponent): Script => ({
  id: component.uid,
  name: component.name ?? component.uid,
  description: component.description,
  // a component does not say what it runs on
  osFamilies: [],
  parameters: inputVariables(component).map((variable) => ({
    name: variable.name,
    type: variable.type ?? 'string',
    required: false,
  })),
});

/** By id or by exact name. @throws ConnectorError `not-found` | `invalid-input` for a name that several have */
export async function findComponent(context: DattoContext, wanted: string): Promise<DattoComponent> {
  const components = await listComponents(context);
  const byId = components.find((component) => component.uid === wanted);
  const byName = components.filter((component) => component.name === wanted);
  if (byId) return byId;
  const [found, ...others] = byName;
  if (found && others.length === 0) return found;
  if (found) {
    throw new ConnectorError(
      'invalid-input',
      `${byName.length} components are named "${wanted.slice(0, 80)}". Give the id.`,
    );
  }
  throw new ConnectorError(
    'not-found',
    `Datto RMM shows this user no component "${wanted.slice(0, 80)}". It must exist and be within the component level of the API key's user.`,
    { maybeApplied: false },
  );
}
