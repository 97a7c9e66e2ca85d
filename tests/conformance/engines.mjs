// Compares shacl-engine's results with those in OUT/expected.json (see graphs.py), and expands
// what jsonld compacted with the context. node tests/conformance/engines.mjs OUT MODULES, where
// `npm install --prefix MODULES shacl-engine@1 @zazuko/env@3 n3@2 jsonld@9` put the packages.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [out, modules] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'package.json'))
const load = async (name) => import(pathToFileURL(require.resolve(name)).href)
const ontology = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'ontology')
const { Parser } = await load('n3')
const { default: rdf } = await load('@zazuko/env')
const { Validator } = await load('shacl-engine')
const { default: jsonld } = await load('jsonld')

const term = (t) => {
  if (t.termType === 'NamedNode') return rdf.namedNode(t.value)
  if (t.termType === 'BlankNode') return rdf.blankNode(t.value)
  return rdf.literal(t.value, t.language || rdf.namedNode(t.datatype.value))
}
const read = (file, format) => {
  const quads = new Parser({ format }).parse(readFileSync(file, 'utf8'))
  return rdf.dataset(quads.map((q) => rdf.quad(term(q.subject), term(q.predicate), term(q.object))))
}
const shapes = read(join(ontology, 'shapes.ttl'), 'text/turtle')
const validator = new Validator(shapes, { factory: rdf })
const expected = JSON.parse(readFileSync(join(out, 'expected.json'), 'utf8'))
const shown = (result) => {
  const focus = result.focusNode.term
  return `${result.shape.ptr.value.split('#').pop()} ${focus.termType === 'BlankNode' ? 'blank' : focus.value}`
}
let different = 0
for (const [number, graph] of Object.entries(expected)) {
  const report = await validator.validate({ dataset: read(join(out, `${number}.nt`), 'N-Triples') })
  const found = [...new Set(report.results.map(shown))].sort()
  if (report.conforms !== graph.conforms || JSON.stringify(found) !== JSON.stringify([...graph.results].sort())) {
    different += 1
    console.log('shacl-engine differs:', graph.name)
  }
}
const count = Object.keys(expected).length
console.log(`shacl-engine: ${count - different} of ${count} graphs alike`)

const format = { format: 'application/n-quads', useNativeTypes: true }
const context = JSON.parse(readFileSync(join(ontology, 'context.jsonld'), 'utf8'))
const lines = (text) => new Set(text.split('\n').filter(Boolean).map((line) => line.replaceAll('\\t', '\t')))
const source = readFileSync(join(out, '00.nt'), 'utf8')
const compact = await jsonld.compact(await jsonld.fromRDF(source, format), context)
const before = lines(source)
const after = lines(await jsonld.toRDF(compact, { format: 'application/n-quads' }))
const lost = [...before].filter((line) => !after.has(line)).length + [...after].filter((line) => !before.has(line)).length
console.log(`jsonld: ${before.size} triples, ${lost} lost or added`)
process.exitCode = different || lost ? 1 : 0
