// What the chart renders to, beside its source.
import { Extra } from "./extras.js";
import { RenderedText } from "./editor/rendered.js";

const WORDS = { loading: "What renders the chart is loading.", failed: "It could not be loaded. ", again: "Try again" };
const draw = (host) => new RenderedText(host);
const rendered = new Extra("rendered", WORDS, ({ Rendered }, place, shown) => new Rendered(place, shown, draw));

/** Opens or closes it. */
export const showRendered = (wanted) => rendered.show(wanted);
