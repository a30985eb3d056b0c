// What other slices may ask the knowledge base.

export { importClosedTickets, type TicketHistory } from './import-closed-tickets.ts';
export { type DocumentSource, importAllDocuments } from './import-documents.ts';
export { type KnowledgeMatch, saveArticle, searchKnowledge } from './knowledge.repository.ts';
export { searchTerms } from './search-terms.ts';
