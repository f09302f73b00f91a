"""Lists of papers that others keep, in files, to drafts: nothing here touches the network."""
