/**
 * Classic machine learning by Tribuo on labelled rows of features: conversion classifiers and segments. Tribuo's types stay
 * inside; what is learnt is told as numbers, with Tribuo's provenance beside them.
 */
package io.sluice.trainer.tribuo;
