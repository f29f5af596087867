import type { Component } from '@core/project/project'

/** Whether a person named it: the name that it began with only says which template it was then. */
export function isNamed({ name }: Pick<Component, 'name'>): boolean {
  return !/^Component \d+$/.test(name)
}

/** What it is called: as the person named it, or by the place of its template. */
export function componentName(component: Pick<Component, 'name' | 'index'>): string {
  return isNamed(component) ? component.name : `Component ${component.index + 1}`
}
