#pragma once
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>

/// `xmlFree` is a variable, which Swift does not take for safe.
static inline void xml_release(void *memory) { xmlFree(memory); }
