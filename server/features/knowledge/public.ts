// What other slices may ask the knowledge base.
export { type KnowledgeMatch, saveArticle, searchKnowledge } from './knowledge.repository.ts';
export { searchTerms } from './search-terms.ts';
