import { paths } from '@/core/paths'
import { absolute, siteTitle } from '@/core/site'
import type { Recipe } from '@/lib/recipe'
import { recipeWords, scaled, sumDurations } from '@/lib/recipe'
import type { Post } from './compiled'

/** The author of the blog: the project, not a person. */
export const blogAuthor = { name: 'The IBTSOCS project', href: '/about' } as const

const author = () => ({ '@type': 'Organization', name: blogAuthor.name, url: absolute(blogAuthor.href) })

/** Returns a post as schema.org's BlogPosting. */
export const postingData = (post: Post) => ({
  '@context': 'https://schema.org',
  '@type': 'BlogPosting',
  headline: post.title,
  description: post.description,
  datePublished: post.publishAt,
  dateModified: post.updated ?? post.publishAt,
  author: author(),
  publisher: { '@type': 'Organization', name: siteTitle, url: absolute('/') },
  url: absolute(paths.post(post.slug)),
  mainEntityOfPage: absolute(paths.post(post.slug)),
  image: absolute(paths.postPicture(post.slug)),
  keywords: post.tags.join(', '),
  wordCount: post.words,
  inLanguage: 'en',
})

/** Returns a recipe as schema.org's Recipe: only measured values, no invented ratings. */
export function recipeData(post: Post, recipe: Recipe) {
  const words = recipeWords(recipe)
  const url = absolute(paths.post(post.slug))
  const { steps } = scaled(recipe, recipe.servings, 'us')
  return {
    '@context': 'https://schema.org',
    '@type': 'Recipe',
    name: recipe.name,
    description: recipe.description,
    image: ['picture-1x1.png', 'picture-4x3.png', 'picture-16x9.png'].map((name) =>
      absolute(`${paths.post(post.slug)}/${name}`),
    ),
    author: author(),
    datePublished: post.publishAt,
    prepTime: recipe.prep,
    cookTime: recipe.cook,
    totalTime: sumDurations(recipe.prep, recipe.cook),
    recipeYield: `${recipe.servings} servings`,
    recipeCategory: recipe.category,
    ...(recipe.cuisine ? { recipeCuisine: recipe.cuisine } : {}),
    keywords: post.tags.join(', '),
    recipeIngredient: words.ingredients,
    recipeInstructions: words.steps.map(({ title, text }, index) => ({
      '@type': 'HowToStep',
      name: title,
      text,
      url: `${url}#step-${steps[index]?.step.id ?? index + 1}`,
    })),
    tool: recipe.equipment.map((name) => ({ '@type': 'HowToTool', name })),
  }
}
