import type { ReactNode } from 'react'
import type { Post } from '@/lib/blog'
import { partOf, postingData, recipeData } from '@/lib/blog'
import { JsonLd } from '../frame/json-ld'
import { OwnScript } from '../frame/own-script'
import { Page } from '../frame/page'
import { Changelog, Contents, PostFormats, PostHead, Related, SeriesBox, SeriesSteps } from './post-parts'
import { cures, postComments } from './post-talk'
import { RecipeCard } from './recipe-card'

/** Returns the page of a post: the recipe first if there is one, then the text, then links to other posts. */
export async function postPage(post: Post): Promise<ReactNode> {
  const part = partOf(post)
  return (
    <Page>
      <article className={`post h-entry${post.recipe ? ' post-recipe' : ''}`}>
        <PostHead post={post} />
        {part && <SeriesBox part={part} slug={post.slug} />}
        {post.recipe ? <RecipeCard post={post} recipe={post.recipe} /> : <Contents post={post} />}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: compiled from this repository by tools/blog.ts */}
        <div className="post-text e-content" dangerouslySetInnerHTML={{ __html: post.html }} />
        <Changelog post={post} />
        <PostFormats post={post} />
        {part && <SeriesSteps part={part} />}
      </article>
      {await cures(post)}
      <Related post={post} />
      {await postComments(post)}
      <JsonLd data={post.recipe ? recipeData(post, post.recipe) : postingData(post)} />
      {post.scripts.map((name) => (
        <OwnScript key={name} name={name} />
      ))}
    </Page>
  )
}
