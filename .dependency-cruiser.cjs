/**
 * The invariants of ARCHITECTURE.md that imports can break, each a rule that fails by name.
 * `npm run check` applies them, `npm test` applies them too and proves that each one can fail.
 */

/** Rooms from the top of the house to the bottom: a room may import rooms further down, never one further up. */
const rooms = [
  'bin/',
  'vscode/',
  'lsp/',
  'runtime/insight/',
  'runtime/testing/',
  'runtime/gateway/',
  'runtime/channels/',
  'runtime/engine/',
  'runtime/store/',
  'runtime/identity/',
  'runtime/core/',
  'compiler/editor/',
  'compiler/workspace',
  'compiler/configuration/',
  'compiler/reasoning/',
  'compiler/render/',
  'compiler/graph/',
  'compiler/checks/',
  'compiler/types/',
  'compiler/names/',
  'compiler/syntax/',
  'compiler/diagnostics/',
];

/** Tests may reach for anything; what they import says nothing about the product. */
const tests = '\\.test\\.ts$|^tests/';
const product = '^(bin|compiler|runtime|lsp|vscode)/';
const network = '^(node:)?(http|https|http2|net|tls|dgram|dns|dns/promises)$';

/** A rule over product files: `from` without `except` may not import `to`. */
function forbid(name, comment, from, except, to) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: [tests, ...except] },
    to,
  };
}

/** Matches an npm package by name, whether it could be resolved or not. */
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const isNpm = { dependencyTypesNot: ['core', 'local', 'localmodule'] };
const downwards = rooms
  .slice(1)
  .map((room, index) =>
    forbid(
      'imports-run-downwards',
      `${room} may import only rooms below it in the list of ARCHITECTURE.md.`,
      `^${room}`,
      [],
      { path: rooms.slice(0, index + 1).map((above) => `^${above}`) },
    ),
  );

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid('compiler-is-pure', 'The compiler uses no Node module.', '^compiler/', [], { dependencyTypes: ['core'] }),
    forbid('compiler-is-pure', 'The compiler imports nothing of the other rooms.', '^compiler/', [], {
      path: '^(runtime|bin|lsp|vscode|bench|torture|scripts|tests)/',
    }),
    forbid('compiler-is-pure', 'The compiler uses pure packages only.', '^compiler/', [], {
      ...isNpm,
      pathNot: packages(
        'chevrotain',
        '@chevrotain',
        '@dagrejs',
        'ajv',
        'ajv-formats',
        'temporal-polyfill',
        '@noble/hashes',
        'liquidjs',
        'fast-deep-equal',
      ),
    }),
    forbid('core-is-pure', 'The core uses no Node module.', '^runtime/core/', [], { dependencyTypes: ['core'] }),
    forbid('core-is-pure', 'The core imports only itself and the graph.', '^runtime/core/', [], {
      path: '^[a-z]+/',
      pathNot: ['^runtime/core/', '^compiler/graph/', '^node_modules/'],
    }),
    forbid('core-is-pure', 'The core uses pure packages only.', '^runtime/core/', [], {
      ...isNpm,
      pathNot: packages('temporal-polyfill'),
    }),
    forbid('only-store-knows-sqlite', 'SQL has one home: runtime/store.', product, ['^runtime/store/'], {
      path: packages('better-sqlite3', 'node:sqlite'),
    }),
    forbid(
      'only-gateway-and-channels-know-network',
      'The network has two doors: in by the gateway, out by the channels.',
      product,
      ['^runtime/(gateway|channels)/'],
      { path: network },
    ),
    forbid(
      'only-gateway-and-channels-know-network',
      'What speaks HTTP or SMTP for us is loaded by the channels alone.',
      product,
      ['^runtime/channels/'],
      { path: packages('undici', 'nodemailer') },
    ),
    forbid('only-editor-rooms-know-lsp', 'Only lsp/ and vscode/ know the editor.', product, ['^(lsp|vscode)/'], {
      path: packages('vscode', 'vscode-[a-z-]+'),
    }),
    forbid(
      'only-graph-crosses',
      'The graph is all that passes from compiler to runtime.',
      '^runtime/',
      ['^runtime/testing/'],
      {
        path: '^compiler/',
        pathNot: '^compiler/graph/',
      },
    ),
    forbid('only-graph-crosses', 'Testing may also open a workspace.', '^runtime/testing/', [], {
      path: '^compiler/',
      pathNot: '^compiler/(graph/|workspace)',
    }),
    forbid(
      'lsp-knows-no-shell',
      'The editor uses the compiler and the pure core, not store or engine.',
      '^(lsp|vscode)/',
      [],
      {
        path: '^runtime/(store|engine|channels|gateway|identity|insight)/',
      },
    ),
    forbid('product-stands-alone', 'The product does not import tests, benchmarks or scripts.', product, [], {
      path: ['^(bench|torture|scripts|tests)/', '\\.test\\.ts$'],
    }),
    { name: 'no-circles', comment: 'No circle anywhere.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'imports-resolve',
      comment: 'Every import exists and is a declared dependency.',
      severity: 'error',
      from: { path: '^(bin|compiler|runtime|lsp|bench|torture|scripts|tests)/' },
      to: { dependencyTypes: ['unknown', 'undetermined', 'npm-no-pkg', 'npm-unknown'] },
    },
    ...downwards,
  ],
  options: {
    exclude: { path: '^(vscode/)?(dist|coverage|\\.git)/|\\.vsix$' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
