import { expect, it } from 'vitest'
import { componentName, isNamed } from '../../../src/renderer/editor/component-name'

it('a component keeps the name that a person gave it', () => {
  expect(componentName({ name: 'Guitar', index: 4 })).toBe('Guitar')
  expect(isNamed({ name: 'Component of the guitar' })).toBe(true)
})

it('a component that nobody named is called by its place, also when a new separation has moved it', () => {
  expect(componentName({ name: 'Component 5', index: 0 })).toBe('Component 1')
  expect(isNamed({ name: 'Component 5' })).toBe(false)
})
