// Package field (技术领域) keeps the technical fields in which a center may examine in advance:
// dated lists of IPC subclasses or groups and of Locarno classes, by industry, with their source
// and whether they are official; and the requests to extend them to related fields. Nothing is
// overwritten: a later entry takes the place of an earlier one from its day on, and is undone by
// one more.
//
// A list that is not official, or says nothing, never refuses anybody.
//
// Notice 1.2.2.
package field
