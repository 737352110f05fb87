import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createApi } from '.'

type Operation = {
  operationId: string
  summary: string
  tags: string[]
  security: Record<string, string[]>[]
  responses: Record<string, unknown>
}
type Description = {
  paths: Record<string, Record<string, Operation>>
  components: { securitySchemes: Record<string, unknown>; responses: Record<string, unknown> }
}

process.env.SITE_ORIGIN ??= 'https://www.example.org'
const description = (await (await createApi().request('/api/v1/openapi.json')).json()) as Description
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method} ${path}`,
    path,
    method,
    ...operation,
  })),
)

test('every operation has a name of its own, which is a word in any language', () => {
  assert.ok(operations.length >= 50, `${operations.length} operations`)
  const names = operations.map(({ operationId }) => operationId)
  assert.equal(new Set(names).size, names.length)
  for (const name of names) assert.match(name, /^[a-z][A-Za-z0-9]{2,60}$/)
})

test('every operation says who may call it; an empty list means everybody', () => {
  for (const { name, security } of operations) {
    assert.ok(Array.isArray(security), name)
    for (const way of security)
      for (const scheme of Object.keys(way)) assert.ok(scheme in description.components.securitySchemes, name)
  }
  const open = operations.filter(({ security }) => security.length === 0)
  assert.ok(open.some(({ operationId }) => operationId === 'getBemoanings'))
  assert.ok(operations.some(({ security }) => security.length > 0))
})

test('every operation names the statuses it may return, and every reference leads somewhere', () => {
  for (const { name, responses, method } of operations) {
    const statuses = Object.keys(responses)
    for (const status of ['400', '403', '429', '503', 'default'])
      assert.ok(statuses.includes(status), `${name}: ${status}`)
    if (method !== 'get') assert.ok(statuses.includes('409'), name)
    assert.ok(
      statuses.some((status) => /^2/.test(status)),
      name,
    )
  }
  const references = JSON.stringify(description).match(/"#\/[^"]+"/g) ?? []
  for (const reference of new Set(references)) {
    const found = JSON.parse(reference)
      .slice(2)
      .split('/')
      .reduce((at: unknown, key: string) => (at as Record<string, unknown> | undefined)?.[key], description)
    assert.ok(found !== undefined, reference)
  }
})

test('the path of an operation names each of its parameters once', () => {
  for (const { name, path, operationId } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key)
    assert.equal(new Set(named).size, named.length, name)
    for (const key of named) assert.match(operationId, new RegExp(`By${key}`, 'i'), name)
  }
})
