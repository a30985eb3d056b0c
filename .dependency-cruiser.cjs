// Who may import whom: design rule, not advice. `npm run check:imports`.
const test = '\\.(test|contract|spec)\\.tsx?$|/testing/|/crash/|/stacks/|/durable-ack/|/bench-[^/]+\\.ts$';
/** `from` may import only what matches one of `to` (its own folder is always meant to be in the list) */
const only = (name, comment, from, to, fromNot = test) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: fromNot },
  to: { pathNot: to },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle at run time hides who depends on whom.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'production-imports-no-tests',
      severity: 'error',
      from: { path: '^(app|components|server|connectors|bin)/', pathNot: test },
      to: { path: test, pathNot: '^node_modules|^connectors/sdk/sandbox/' },
    },
    {
      name: 'production-imports-no-dev-dependency',
      severity: 'error',
      from: { path: '^(app|components|server|connectors)/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },

    only(
      'engine-is-pure',
      'The engine knows no vendor, framework, database or clock but its own ports.',
      '^server/engine/',
      ['^server/engine/', 'node_modules/(zod|yaml|@bufbuild)/', '^node:crypto$|^crypto$'],
    ),
    only('platform-stands-alone', 'Platform imports only itself and libraries.', '^server/platform/', [
      '^server/platform/',
      'node_modules/',
      '^node:',
      '^[a-z_/]+$',
    ]),
    only(
      'sdk-stands-alone',
      'The SDK imports itself and zod; its sandbox and testing parts may use node.',
      '^connectors/sdk/',
      ['^connectors/sdk/', 'node_modules/(zod|undici-types)/', '^(node:)?(crypto|buffer)$'],
      '/sandbox/|/testing/|\\.test\\.ts$|/http/|/ldap/',
    ),
    only(
      'connectors-know-only-the-sdk',
      'A connector imports itself, its API family, the SDK and zod; no sibling, no server, no other package.',
      '^connectors/([^/]+)/([^/]+)/',
      [
        '^connectors/$1/$2/',
        '^connectors/families/',
        '^connectors/sdk/',
        'node_modules/zod/',
        '^(node:)?(crypto|buffer)$',
      ],
      '^connectors/(sdk|families)/|/sandbox/|/testing/|\\.test\\.ts$',
    ),
    only(
      'families-know-only-the-sdk',
      'What products of one API family share: imports itself, the SDK and zod, and knows no product.',
      '^connectors/families/([^/]+)/',
      ['^connectors/families/$1/', '^connectors/sdk/', 'node_modules/zod/', '^(node:)?(crypto|buffer)$'],
      '/sandbox/|/testing/|\\.test\\.ts$',
    ),
    {
      name: 'connectors-open-no-socket',
      comment: 'The road is lent by the bus, which guards it.',
      severity: 'error',
      from: { path: '^connectors/', pathNot: `^connectors/sdk/|/sandbox/|${test}` },
      to: { path: '^connectors/sdk/(ldap/|http/direct-sender)' },
    },
    {
      name: 'connectors-know-no-sibling',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/([^/]+)/', pathNot: '^connectors/(sdk|families)/' },
      to: { path: '^connectors/', pathNot: ['^connectors/$1/$2/', '^connectors/families/', '^connectors/sdk/'] },
    },
    {
      name: 'families-know-no-product',
      severity: 'error',
      from: { path: '^connectors/families/([^/]+)/' },
      to: { path: '^connectors/', pathNot: ['^connectors/families/$1/', '^connectors/sdk/'] },
    },
    {
      name: 'sdk-knows-no-family',
      severity: 'error',
      from: { path: '^connectors/sdk/' },
      to: { path: '^connectors/families/' },
    },
    {
      name: 'only-the-bus-reads-the-registry',
      severity: 'error',
      from: {
        path: '^(app|components|server|connectors)/',
        pathNot: ['^server/bus/', test, '^connectors/sdk/sandbox/'],
      },
      to: { path: '^connectors/registry\\.gen\\.ts$' },
    },
    {
      name: 'features-know-no-machinery',
      comment: 'A slice gets its collaborators as deps.',
      severity: 'error',
      from: { path: '^server/features/', pathNot: test },
      to: {
        path: [
          '^server/(bus|runtime|reasoning|api)/',
          '^connectors/',
          '^app/',
          '^components/',
          'node_modules/(next|react|react-dom|next-auth|undici|@dbos-inc)/',
        ],
      },
    },
    {
      name: 'features-meet-at-public-doors',
      severity: 'error',
      from: { path: '^server/features/([^/]+)/', pathNot: test },
      to: {
        path: '^server/features/',
        pathNot: ['^server/features/$1/', '^server/features/[^/]+/public\\.ts$', '\\.schema\\.ts$'],
      },
    },
    {
      name: 'features-use-the-engines-door',
      severity: 'error',
      from: { path: '^server/features/', pathNot: test },
      to: { path: '^server/engine/', pathNot: ['^server/engine/engine\\.ts$', '^server/engine/ports/'] },
    },
    {
      name: 'machinery-knows-no-feature-and-no-sibling',
      severity: 'error',
      from: { path: '^server/(bus|reasoning|runtime)/', pathNot: test },
      to: { path: '^server/', pathNot: ['^server/$1/', '^server/engine/ports/', '^server/platform/'] },
    },
    {
      name: 'app-shows',
      comment: 'app imports components and server/api.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(server|connectors|prisma|scripts)/', pathNot: '^server/(api|web)/' },
    },
    {
      name: 'components-ask',
      comment: 'A component knows contracts and the router type, nothing of the server.',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: '^(server|connectors|prisma|scripts|app)/',
        pathNot: ['\\.schema\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'primitives-know-no-domain',
      severity: 'error',
      from: { path: '^components/(ui|lib)/' },
      to: { path: '^components/', pathNot: '^components/(ui|lib)/' },
    },
    {
      name: 'prisma-client-in-repositories',
      comment: 'Queries live in repositories.',
      severity: 'error',
      from: {
        path: '^(app|components|server|connectors)/',
        pathNot: [
          '\\.repository\\.ts$',
          '^server/platform/db/',
          '^server/runtime/',
          '^server/platform/.*repository',
          test,
        ],
      },
      to: { path: '^server/platform/db/generated/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.next|generated)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      conditionNames: ['import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
