"""Reading. Getters check permission: who may not see an application does not find it."""
