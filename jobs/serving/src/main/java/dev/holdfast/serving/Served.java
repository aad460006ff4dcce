package dev.holdfast.serving;

import dev.holdfast.serving.model.StoredModels;
import dev.holdfast.serving.week.ScoredWeek;

/** What is answered from: the week and the models, as they were at one look at the store. */
public record Served(ScoredWeek week, StoredModels models) {}
