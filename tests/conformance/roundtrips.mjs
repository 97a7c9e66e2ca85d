// Reads every RDF export with JavaScript parsers and compares it with the N-Triples:
// node tests/conformance/roundtrips.mjs OUT MODULES, where OUT has the exports as written by
// `for f in ntriples turtle nquads trig jsonld rdfxml; do kg export --format $f -o OUT/$f; done`
// and `npm install --prefix MODULES n3@2 jsonld@9 rdfxml-streaming-parser@3` put the packages.
import { createReadStream, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [out, modules] = process.argv.slice(2)
const require = createRequire(join(resolve(modules), 'package.json'))
const load = async (name) => import(pathToFileURL(require.resolve(name)).href)
const { Parser } = await load('n3')
const { default: jsonld } = await load('jsonld')
const { RdfXmlParser } = await load('rdfxml-streaming-parser')

const value = (t) => (t.termType === 'Literal' ? `"${t.value}"@${t.language || ''}^^${t.datatype.value}` : t.value)
const triples = (quads) => new Set(quads.map((q) => [q.subject, q.predicate, q.object].map(value).join(' ')))
const n3 = (name, format) => new Parser({ format }).parse(readFileSync(join(out, name), 'utf8'))
const readers = {
  turtle: () => n3('turtle', 'text/turtle'),
  nquads: () => n3('nquads', 'N-Quads'),
  trig: () => n3('trig', 'application/trig'),
  jsonld: async () => jsonld.toRDF(JSON.parse(readFileSync(join(out, 'jsonld'), 'utf8'))),
  rdfxml: () => new Promise((done, fail) => {
    const quads = []
    createReadStream(join(out, 'rdfxml'), 'utf8').pipe(new RdfXmlParser())
      .on('data', (q) => quads.push(q)).on('error', fail).on('end', () => done(quads))
  }),
}
const expected = triples(n3('ntriples', 'N-Triples'))
let different = 0
for (const [name, read] of Object.entries(readers)) {
  const found = triples(await read())
  const lost = [...expected].filter((t) => !found.has(t)).length
  const added = [...found].filter((t) => !expected.has(t)).length
  different += lost + added
  console.log(`${name}: ${found.size} of ${expected.size} triples, ${lost} lost, ${added} added`)
}
process.exitCode = different ? 1 : 0
