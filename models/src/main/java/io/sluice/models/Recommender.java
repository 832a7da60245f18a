package io.sluice.models;

import java.util.List;

/**
 * A trained model of any family. One task: given what a shopper has done so far, rank what is in stock.
 *
 * <p>Immutable and safe for use by several threads. The answer is a function of the arguments alone: the same query gives
 * the same ranking, bit for bit, alone or among others.
 */
public interface Recommender {
    /** Which family it is of: names its format and its trainer. */
    Family family();

    /** The items it can recommend. */
    ItemCatalog items();

    /**
     * Ranks the catalogue for {@code query}.
     *
     * @param mask asked with indices of {@link #items}; items it refuses are never recommended
     * @param k at least 1
     * @return at most {@code k} items, best first, scores finite. Equal scores are ordered by a hash of the query and the
     *     item, so that no item is favoured. Families with sparse evidence fill up with popular items below all others.
     * @throws IllegalArgumentException if {@code k < 1}
     */
    Ranking recommend(Query query, StockMask mask, int k);

    /**
     * Answers each question as {@link #recommend} does, to the bit; families that gain from it go through the catalogue once
     * for many questions.
     *
     * @return one ranking per question, in their order
     */
    default List<Ranking> recommendAll(List<Question> questions, int k) {
        return questions.stream()
                .map(question -> recommend(question.query(), question.mask(), k))
                .toList();
    }
}
