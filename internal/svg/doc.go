// Package svg draws the charts of the product as inline SVG (统计图): bars, stacked bars,
// lines, heat table, ranking, tile map and deadline bar, and the data table that stands
// below each.
//
// A drawing is a pure function of its data: no script, no style attribute (the pages forbid
// both), the same text each time. It has a title and a description for screen readers, and
// can be read without colour: every series also has its own pattern or dash and marker, and
// values are printed where there is room. Missing values are NaN.
package svg
