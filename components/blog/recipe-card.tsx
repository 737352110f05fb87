import { queried } from '@/core/page-query'
import { paths } from '@/core/paths'
import type { Post } from '@/lib/blog'
import type { Amount, Recipe } from '@/lib/recipe'
import {
  minutesIn,
  type Scaled,
  sayDuration,
  scaled,
  servingsFrom,
  sumDurations,
  systemFrom,
} from '@/lib/recipe'
import { RecipeControls } from './recipe-controls'

/** An amount as text, and as read by screen readers. */
function Quantity({ amount: { text, said } }: { amount: Amount }) {
  if (text === said) return <b>{text}</b>
  return (
    <>
      <b aria-hidden="true">{text}</b> <span className="sr-only">({said})</span>
    </>
  )
}

function Facts({ recipe }: { recipe: Recipe }) {
  const rows = [
    ['Preparation', sayDuration(recipe.prep)],
    ['Cooking', sayDuration(recipe.cook)],
    ['In all', sayDuration(sumDurations(recipe.prep, recipe.cook))],
    ['You need', recipe.equipment.join(', ')],
  ] as const
  return (
    <>
      <dl className="recipe-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(recipe.timesNote || recipe.servingsNote) && (
        <p className="quiet recipe-note">
          {recipe.timesNote} {recipe.servingsNote}
        </p>
      )}
    </>
  )
}

function Ingredients({ ingredients }: Pick<Scaled, 'ingredients'>) {
  return (
    <ul className="ingredients">
      {ingredients.map(({ ingredient, amount }) => (
        <li key={ingredient.id}>
          <label>
            <input type="checkbox" data-check={`i-${ingredient.id}`} />{' '}
            <span>
              <Quantity amount={amount} /> {ingredient.name}
              {ingredient.prep && `, ${ingredient.prep}`}
              {ingredient.perServing && ', for each serving'}
              {ingredient.optional && <span className="quiet"> optional</span>}{' '}
              {ingredient.note && <span className="quiet"> ({ingredient.note})</span>}
            </span>
          </label>
        </li>
      ))}
    </ul>
  )
}

function Steps({ steps }: Pick<Scaled, 'steps'>) {
  return (
    <ol className="recipe-steps">
      {steps.map(({ step, pieces }) => (
        <li key={step.id} id={`step-${step.id}`} data-step={step.title}>
          <label className="step-title">
            <input type="checkbox" data-check={`s-${step.id}`} /> <span>{step.title}</span>
          </label>
          <p>
            {pieces.map((piece, place) =>
              typeof piece === 'string' ? (
                piece
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, which never move
                <span key={place}>
                  <Quantity amount={piece.amount} /> {piece.name}
                </span>
              ),
            )}
          </p>
          {step.timers.map(({ label, time }) => (
            <p className="timer" key={label} data-timer={minutesIn(time) * 60} data-label={label}>
              {label}: {sayDuration(time)}
            </p>
          ))}
        </li>
      ))}
    </ol>
  )
}

/** A recipe, at the top of its page: ingredients, then steps, for the requested servings and units. */
export function RecipeCard({ post, recipe }: { post: Post; recipe: Recipe }) {
  const servings = servingsFrom(queried('servings'), recipe.servings)
  const system = systemFrom(queried('units'))
  const now = scaled(recipe, servings, system)
  const drawing = Buffer.from(post.files[recipe.picture.svg]?.base64 ?? '', 'base64').toString()
  return (
    <section className="recipe" aria-label="Recipe" data-recipe={post.slug}>
      <Facts recipe={recipe} />
      <RecipeControls
        path={paths.post(post.slug)}
        own={recipe.servings}
        servings={servings}
        system={system}
      />
      <div className="recipe-body">
        <div>
          <h2 id="ingredients">Ingredients</h2>
          <Ingredients ingredients={now.ingredients} />
          <figure className="recipe-drawing">
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a drawing of this repository */}
            <div role="img" aria-label={recipe.picture.alt} dangerouslySetInnerHTML={{ __html: drawing }} />
            <figcaption>{recipe.picture.caption}</figcaption>
          </figure>
        </div>
        <div>
          <h2 id="steps">Steps</h2>
          <Steps steps={now.steps} />
          {recipe.variants.length > 0 && (
            <dl className="variants">
              {recipe.variants.map(({ name, text }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      </div>
    </section>
  )
}
