import { all, make } from '../ui/dom'
import { keep, recall } from '../ui/store'

/** Stores the ticked items of a recipe in this browser, with a button to clear them. */
export function startChecks(): void {
  const recipe = document.querySelector<HTMLElement>('[data-recipe]')
  if (!recipe) return
  const key = `recipe-${recipe.dataset.recipe}`
  const boxes = all<HTMLInputElement>('input[data-check]', recipe)
  const ticked = new Set(recall<string[]>(key) ?? [])
  for (const box of boxes) {
    const id = box.dataset.check ?? ''
    box.checked = ticked.has(id)
    box.addEventListener('change', () => {
      if (box.checked) ticked.add(id)
      else ticked.delete(id)
      keep(key, ticked.size > 0 ? [...ticked] : null)
    })
  }
  const reset = make('button', { type: 'button', className: 'link', textContent: 'Clear all' })
  reset.addEventListener('click', () => {
    ticked.clear()
    for (const box of boxes) box.checked = false
    keep(key, null)
  })
  recipe.querySelector('[data-recipe-tools]')?.append(reset)
}
