/** The layers of ARCHITECTURE.md as executable checks. */

const coreOrder = [
  'math',
  'audio',
  'spectral',
  'kernels',
  'separation',
  'evaluation',
  'grouping',
  'project',
  'contract'
]

const coreLayerRules = coreOrder.map((layer, index) => ({
  name: `core-${layer}-looks-down-only`,
  comment: `inside core: errors, units → ${coreOrder.join(' → ')}`,
  severity: 'error',
  from: { path: `^src/core/${layer}/` },
  to: {
    path:
      coreOrder
        .slice(index + 1)
        .map((above) => `^src/core/${above}/`)
        .join('|') || '^$'
  }
}))

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-is-pure',
      comment: 'core runs anywhere: of npm only fft.js and zod, nothing of node, electron or the other folders',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { pathNot: ['^src/core/', '^node_modules/(fft\\.js|zod)/'] }
    },
    {
      name: 'core-foundation-looks-nowhere',
      severity: 'error',
      from: { path: '^src/core/[^/]+\\.ts$' },
      to: { path: '^src/core/[^/]+/' }
    },
    ...coreLayerRules,
    { name: 'main-not-to-renderer', severity: 'error', from: { path: '^src/main/' }, to: { path: '^src/renderer/' } },
    { name: 'renderer-not-to-main', severity: 'error', from: { path: '^src/renderer/' }, to: { path: '^src/main/' } },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'renderer-has-no-electron',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^node_modules/electron/' }
    },
    {
      name: 'editor-not-to-views',
      comment: 'views → editor → clients, audio, drawing → core',
      severity: 'error',
      from: { path: '^src/renderer/(editor|clients|audio|drawing)/' },
      to: { path: '^src/renderer/views/' }
    },
    {
      name: 'renderer-base-not-to-editor',
      severity: 'error',
      from: { path: '^src/renderer/(clients|audio|drawing)/' },
      to: { path: '^src/renderer/editor/' }
    },
    {
      name: 'engine-runs-in-plain-node',
      comment: 'the engine and the file code also serve the command line, where there is no electron',
      severity: 'error',
      from: { path: '^src/main/(files/|engine/(?!engine-host)|cli|evaluat)' },
      to: { path: '^node_modules/electron/' }
    }
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6', 'cjs'],
    builtInModules: {
      override: require('node:module').builtinModules,
      add: ['electron', 'electron/main', 'electron/renderer']
    },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'svelte', 'types']
    }
  }
}
